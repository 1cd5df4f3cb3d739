package dev.brine.gateway.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of one request without holding a thread while none of it comes, and keeps no more of it than the limit
 * and the budget of all requests allow. A body that is not kept is read a while longer, because many clients look for an
 * answer only when they have sent all.
 */
final class BodyReader implements Runnable {

    private static final int PATIENCE = 8;
    private static final byte[] NONE = {};

    private final Exchange exchange;
    private final Request request;
    private final int limit;
    private final boolean keeping;
    private final Runnable waits;
    private final Consumer<byte[]> complete;
    private final Consumer<Refusal> refused;
    private byte[] kept = NONE;
    private int length;
    private long seen;
    private boolean room = true;
    private boolean waited;

    private BodyReader(
            Exchange exchange,
            int limit,
            boolean keeping,
            Runnable waits,
            Consumer<byte[]> complete,
            Consumer<Refusal> refused) {
        this.exchange = exchange;
        this.request = exchange.request();
        this.limit = limit;
        this.keeping = keeping;
        this.waits = waits;
        this.complete = complete;
        this.refused = refused;
    }

    /**
     * Reads a body that is wanted. What is announced is reserved before any of it is read.
     *
     * @param waits is called when the body is not there as a whole, before the rest of it is waited for
     */
    static void read(
            Exchange exchange, int limit, Runnable waits, Consumer<byte[]> complete, Consumer<Refusal> refused) {
        BodyReader reader = new BodyReader(exchange, limit, true, waits, complete, refused);
        long announced = exchange.request().getLength();
        if (announced > 0 && announced <= limit) {
            reader.room = exchange.reserve(announced);
            if (reader.room) {
                reader.kept = new byte[(int) announced];
            }
        }
        reader.run();
    }

    /** Reads a body that nobody wants, and then does what is to be done. */
    static void skip(Exchange exchange, int limit, Runnable waits, Runnable then) {
        new BodyReader(exchange, limit, false, waits, body -> then.run(), refusal -> then.run()).run();
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
                if (!waited) {
                    waited = true;
                    waits.run();
                }
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
        int more = bytes.remaining();
        seen += more;
        if (!keeping || !room || seen > limit) {
            kept = NONE;
            return;
        }
        if (length + more > kept.length && !grow(length + more)) {
            return;
        }
        bytes.get(kept, length, more);
        length += more;
    }

    // Only of a body whose length was not announced.
    private boolean grow(int needed) {
        int size = Math.min(limit, Math.max(needed, Math.max(8 << 10, 2 * kept.length)));
        room = exchange.reserve(size - kept.length);
        kept = room ? Arrays.copyOf(kept, size) : NONE;
        return room;
    }

    private void end() {
        if (seen > limit) {
            refused.accept(tooLarge());
        } else if (!room) {
            exchange.rejected("bytes");
            refused.accept(Refusal.busy());
        } else {
            complete.accept(length == kept.length ? kept : Arrays.copyOf(kept, length));
        }
    }

    private Refusal tooLarge() {
        return Refusal.of(413, "the body is longer than the " + limit + " bytes that are taken");
    }
}
