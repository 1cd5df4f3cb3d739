package dev.brine.gateway.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of one request without holding a thread while none of it comes, and keeps no more of it than the limit.
 * A body that is too long is read a while longer, because many clients look for an answer only when they have sent all.
 */
final class BodyReader implements Runnable {

    private static final int PATIENCE = 8;

    private final Exchange exchange;
    private final Request request;
    private final int limit;
    private final Consumer<byte[]> complete;
    private final Consumer<Refusal> refused;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long seen;

    BodyReader(Exchange exchange, int limit, Consumer<byte[]> complete, Consumer<Refusal> refused) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.limit = limit;
        this.complete = complete;
        this.refused = refused;
    }

    @Override
    public void run() {
        if (request.getLength() > (long) PATIENCE * limit) {
            refused.accept(tooLarge());
            return;
        }
        while (!exchange.answered()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                exchange.fail(chunk.getFailure());
                return;
            }
            keep(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (last || seen > (long) PATIENCE * limit) {
                end();
                return;
            }
        }
    }

    private void keep(ByteBuffer bytes) {
        seen += bytes.remaining();
        if (seen > limit) {
            kept.reset();
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        kept.writeBytes(copy);
    }

    private void end() {
        if (seen > limit) {
            refused.accept(tooLarge());
        } else {
            complete.accept(kept.toByteArray());
        }
    }

    private Refusal tooLarge() {
        return Refusal.of(413, "the body is longer than the " + limit + " bytes that are taken");
    }
}
