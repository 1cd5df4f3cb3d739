package dev.brine.consumer.internal.handling;

import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.consumer.Retry;
import dev.brine.consumer.SkipException;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Reading;
import dev.brine.serdes.RecordReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Decodes a record and calls the handler. Each attempt decodes anew: a failed one may have changed its message. */
public final class HandlerProcessor<K, V> implements Processor {

    /** Between attempts while a registry cannot be asked; these do not count. */
    private static final Duration REGISTRY_WAIT = Duration.ofSeconds(1);

    private final Deserializer<K> keys;
    private final RecordReader<V> values;
    private final HandlerCall<K, V> handler;
    private final Retry retry;
    private final Outcomes<K, V> outcomes;

    public HandlerProcessor(
            Deserializer<K> keys,
            RecordReader<V> values,
            HandlerCall<K, V> handler,
            Retry retry,
            Outcomes<K, V> outcomes) {
        this.keys = keys;
        this.values = values;
        this.handler = handler;
        this.retry = retry;
        this.outcomes = outcomes;
    }

    @Override
    public Verdict attempt(Work work) {
        Stage stage = Stage.KEY;
        SchemaVersion writer = null;
        Message<K, V> message = null;
        try {
            K key = key(work.record());
            stage = Stage.VALUE;
            ByteBuffer bytes = work.record().value();
            if (bytes == null) {
                message = message(work, key, null, null);
            } else {
                int position = bytes.position();
                int limit = bytes.limit();
                try {
                    Reading<V> reading =
                            values.resolve(work.record().topic(), work.record().headers(), bytes);
                    writer = reading.writer();
                    message = message(work, key, reading.decode(bytes), reading);
                } finally {
                    // A later attempt and the dead letter want the record as it came.
                    bytes.limit(limit).position(position);
                }
            }
            stage = Stage.HANDLER;
            CompletionStage<?> answer = handler.call(message);
            if (answer == null) {
                outcomes.done(work, message);
                return Verdict.DONE;
            }
            return answered(work, message, answer);
        } catch (Throwable t) {
            return failed(work, stage, writer, message, t);
        } finally {
            // What a handler leaves behind must not interrupt the next one on this thread.
            boolean ignored = Thread.interrupted();
        }
    }

    @Override
    public Verdict settle(Work work, @Nullable Throwable failure) {
        // Set by answered(), and by nobody else.
        @SuppressWarnings("unchecked")
        Message<K, V> message = (Message<K, V>) work.message();
        work.message(null);
        if (message == null) {
            throw new IllegalStateException(work + " was settled without being pending");
        }
        if (failure == null) {
            outcomes.done(work, message);
            return Verdict.DONE;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return failed(work, Stage.HANDLER, message.writer(), message, cause);
    }

    private Verdict answered(Work work, Message<K, V> message, CompletionStage<?> answer) {
        work.message(message);
        if (answer instanceof CompletableFuture<?> future && future.isDone()) {
            return settle(work, future.isCompletedExceptionally() ? failureOf(future) : null);
        }
        work.pending(answer);
        return Verdict.PENDING;
    }

    private static @Nullable Throwable failureOf(CompletableFuture<?> done) {
        return done.<@Nullable Throwable>handle((ignored, failure) -> failure).join();
    }

    private @Nullable K key(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        ByteBuffer key = record.key();
        // A duplicate, because a foreign deserializer may move the buffer, or even give it out as the key.
        return key == null ? null : keys.deserialize(record.topic(), record.headers(), key.duplicate());
    }

    private static <K, V> Message<K, V> message(
            Work work, @Nullable K key, @Nullable V value, @Nullable Reading<V> reading) {
        ConsumerRecord<ByteBuffer, ByteBuffer> record = work.record();
        return new Message<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                key,
                value,
                record.headers(),
                work.attempt(),
                reading == null ? null : reading.writer(),
                reading == null ? null : reading.frame(),
                reading == null ? null : reading.codec());
    }

    private Verdict failed(
            Work work, Stage stage, @Nullable SchemaVersion writer, @Nullable Message<K, V> message, Throwable cause) {
        if (cause instanceof SkipException && message != null) {
            outcomes.skipped(work, message, cause);
            return Verdict.SKIPPED;
        }
        boolean called = stage == Stage.HANDLER;
        boolean waitsForRegistry = !called && isRegistryDown(cause);
        int count = work.attempt() - 1 + (called ? 1 : 0);
        boolean givenUp = cause instanceof GiveUpException && called;
        Duration wait = waitsForRegistry ? REGISTRY_WAIT : retry.waitAfter(Math.max(1, count), random());
        Attempts before = work.attempts();
        long now = System.currentTimeMillis();
        work.failed(new Attempts(
                count,
                before == null ? now : before.firstFailure(),
                now,
                givenUp ? Stage.GIVEN_UP : stage,
                cause,
                writer,
                message,
                System.nanoTime() + wait.toNanos()));
        if (waitsForRegistry || work.assignment().closed()) {
            // Of a closed assignment nothing is judged any more: it may have failed only because it was interrupted.
            return Verdict.RETRY;
        }
        return givenUp || !called || count >= retry.attempts() ? Verdict.DEAD : Verdict.RETRY;
    }

    private static boolean isRegistryDown(Throwable cause) {
        return cause instanceof RegistryUnavailableException
                || cause.getCause() instanceof RegistryUnavailableException;
    }

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
