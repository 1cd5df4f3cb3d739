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
import java.util.function.Function;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a frame: decoded, written, answered. Safe for use by many threads. */
final class FrameWork {

    private static final Logger log = LoggerFactory.getLogger(FrameWork.class);

    private static final byte[] NONE = {};
    private static final long AGAIN_MILLIS = 1_000;

    /** A frame that is decoded, or cannot be, and waits for room. */
    sealed interface Item {}

    /** To be written. */
    @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
    record Decoded(SourceRecord record, byte[] frame) implements Item {}

    /** To be a dead letter. */
    record Rejected(Undecodable undecodable) implements Item {}

    private final TcpSettings settings;
    private final SourceContext context;
    private final @Nullable ReplyHandler handler;
    private final Executor replies;
    private final Persistence persistence;
    private final String source;
    private final String contentType;
    private final boolean json;
    private final Counter ok;
    private final Counter undecodable;
    private final Counter failed;

    /** @param replies where handlers run, and frames are written again */
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
        this.persistence = new Persistence(settings.name(), replies, AGAIN_MILLIS);
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
            return Optional.of(new Decoded(
                    new SourceRecord(settings.topic(), value, null, null, null, new RecordHeaders(), source, position),
                    frame));
        } catch (RegistryUnavailableException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(new Rejected(undecodable(frame, position, e)));
        }
    }

    /**
     * Hands an item on.
     *
     * @return the answer to come, of no bytes where the client gets none; empty if there is no room now
     */
    Optional<CompletableFuture<byte[]>> take(Item item) {
        if (settings.answer() == AnswerMode.NONE) {
            return takeSilently(item);
        }
        if (item instanceof Rejected rejected) {
            Undecodable bytes = rejected.undecodable();
            return context.writer().tryReject(bytes).map(begun -> {
                undecodable.increment();
                // The client is told what is wrong with its frame, or that it is to send it again.
                return begun.handle(
                        (placed, failure) -> line(Failures.line(failure == null ? bytes.cause() : failure, json)));
            });
        }
        SourceRecord record = ((Decoded) item).record();
        return context.writer().tryWrite(record).map(written -> reply(record, written)
                .handle((answer, failure) -> {
                    (failure == null ? ok : failed).increment();
                    return failure == null ? answer : line(Failures.line(failure, json));
                }));
    }

    /** Nobody hears of a failure here, so what may pass is written again, and what cannot be written is a dead letter. */
    private Optional<CompletableFuture<byte[]>> takeSilently(Item item) {
        if (!persistence.hasRoom()) {
            return Optional.empty();
        }
        if (item instanceof Rejected rejected) {
            undecodable.increment();
            return Optional.of(kept(rejected.undecodable()));
        }
        Decoded decoded = (Decoded) item;
        SourceRecord record = decoded.record();
        return context.writer().tryWrite(record).map(begun -> persistence
                .until(decoded.frame().length, begun, () -> context.writer().tryWrite(record))
                .handle((placed, failure) -> {
                    if (failure == null) {
                        ok.increment();
                        return CompletableFuture.completedFuture(NONE);
                    }
                    failed.increment();
                    return kept(undecodable(decoded.frame(), record.position(), exception(Failures.cause(failure))));
                })
                .thenCompose(Function.identity()));
    }

    /** Never waits: this may be the thread that reads a connection, or Kafka's own. */
    private CompletableFuture<byte[]> kept(Undecodable bytes) {
        return persistence
                .until(bytes.bytes().length, () -> context.writer().tryReject(bytes))
                .handle((placed, failure) -> {
                    if (failure != null) {
                        log.atError()
                                .addKeyValue("error", failure.toString())
                                .log("the frame {} of {} is lost: not even a dead letter", bytes.position(), source);
                    }
                    return NONE;
                });
    }

    /** Frames whose clients hear nothing that are not stored yet. */
    int open() {
        return persistence.open();
    }

    private Undecodable undecodable(byte[] frame, String position, Exception cause) {
        return new Undecodable(settings.topic(), frame, contentType, source, position, cause);
    }

    private static Exception exception(Throwable cause) {
        return cause instanceof Exception known ? known : new CompletionException(cause);
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
        return (settings.framing() == Framing.LINE ? text : text + "\n").getBytes(UTF_8);
    }
}
