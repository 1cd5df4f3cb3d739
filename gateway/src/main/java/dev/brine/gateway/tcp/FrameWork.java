package dev.brine.gateway.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormat;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.serdes.Codecs;
import io.micrometer.core.instrument.Counter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** What is done with a frame: decoded, written, answered. Safe for use by many threads. */
final class FrameWork {

    /** A frame that is decoded, or cannot be, and waits for room. */
    sealed interface Item {}

    /** To be written. */
    record Decoded(SourceRecord record) implements Item {}

    /** To be a dead letter. */
    record Rejected(Undecodable undecodable) implements Item {}

    private final TcpSettings settings;
    private final SourceContext context;
    private final @Nullable ReplyHandler handler;
    private final Executor replies;
    private final String source;
    private final String contentType;
    private final boolean json;
    private final Counter ok;
    private final Counter undecodable;
    private final Counter failed;

    /** @param replies where handlers run */
    FrameWork(
            TcpSettings settings,
            SourceContext context,
            @Nullable ReplyHandler handler,
            Executor replies,
            TcpMeters meters) {
        this.settings = settings;
        this.context = context;
        this.handler = handler;
        this.replies = replies;
        this.source = "tcp:" + settings.name();
        this.json = settings.codec().equals("json");
        this.contentType = Codecs.named(settings.codec()).contentType();
        this.ok = meters.frames("ok");
        this.undecodable = meters.frames("undecodable");
        this.failed = meters.frames("failed");
    }

    /**
     * Decodes a frame.
     *
     * @return empty while the registry cannot be asked: the frame is to be offered again
     */
    Optional<Item> decode(byte[] frame, String position) {
        try {
            Object value = format().decode(settings.codec(), frame);
            return Optional.of(new Decoded(new SourceRecord(
                    settings.topic(), value, null, null, null, new RecordHeaders(), source, position)));
        } catch (RegistryUnavailableException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(
                    new Rejected(new Undecodable(settings.topic(), frame, contentType, source, position, e)));
        }
    }

    /**
     * Hands an item on.
     *
     * @return the answer to come, of no bytes where the client gets none; empty if there is no room now
     */
    Optional<CompletableFuture<byte[]>> take(Item item) {
        if (item instanceof Rejected rejected) {
            undecodable.increment();
            Undecodable bytes = rejected.undecodable();
            return Optional.of(context.writer().reject(bytes).handle((placed, failure) -> {
                // The client is told what is wrong with its frame; that the dead letter failed as well is in the log.
                return line(Failures.line(failure == null ? bytes.cause() : failure, json));
            }));
        }
        SourceRecord record = ((Decoded) item).record();
        return context.writer().tryWrite(record).map(written -> reply(record, written)
                .handle((answer, failure) -> {
                    (failure == null ? ok : failed).increment();
                    return failure == null ? answer : line(Failures.line(failure, json));
                }));
    }

    private CompletableFuture<byte[]> reply(SourceRecord record, CompletableFuture<Acknowledged> written) {
        ReplyHandler made = handler;
        if (made == null) {
            return written.thenApply(placed -> line("ok " + placed.partition() + " " + placed.offset()));
        }
        return written.thenApplyAsync(placed -> answer(made, record.value()), replies);
    }

    private byte[] answer(ReplyHandler made, @Nullable Object value) {
        try {
            if (value == null) {
                throw new IllegalStateException("a decoded frame without a value");
            }
            Object answer = made.handle(value);
            TopicFormat format = context.formats().of(settings.replyAs().orElse(settings.topic()));
            return format.encode(settings.codec(), answer, format.schema());
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private TopicFormat format() {
        return context.formats().of(settings.topic());
    }

    /** In line framing the newline is the frame's. */
    private byte[] line(String text) {
        if (settings.answer() == AnswerMode.NONE) {
            return new byte[0];
        }
        return (settings.framing() == Framing.LINE ? text : text + "\n").getBytes(UTF_8);
    }
}
