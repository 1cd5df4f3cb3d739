package dev.brine.consumer.internal.handling;

import dev.brine.consumer.Message;
import dev.brine.consumer.Retry;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Outlet;
import dev.brine.serdes.RecordReader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Decodes a record and calls the handler. Each attempt decodes anew: a failed one may have changed its message. */
public final class HandlerProcessor<K, V> implements Processor {

    private final Decoder<K, V> decoder;
    private final HandlerCall<K, V> handler;
    private final Judge<K, V> judge;
    private final Outlet outlet;
    private final @Nullable Timeouts timeouts;
    private final Runnable whenClosed;

    public HandlerProcessor(
            Deserializer<K> keys,
            RecordReader<V> values,
            HandlerCall<K, V> handler,
            Retry retry,
            Outcomes<K, V> outcomes,
            Outlet outlet) {
        this(keys, values, handler, retry, outcomes, outlet, null, () -> {});
    }

    /**
     * @param timeouts gives every attempt a time limit; null for none
     * @param whenClosed called when the worker has ended
     */
    public HandlerProcessor(
            Deserializer<K> keys,
            RecordReader<V> values,
            HandlerCall<K, V> handler,
            Retry retry,
            Outcomes<K, V> outcomes,
            Outlet outlet,
            @Nullable Timeouts timeouts,
            Runnable whenClosed) {
        this.decoder = new Decoder<>(keys, values);
        this.handler = timeouts == null ? handler : handler.limited(timeouts);
        this.timeouts = timeouts;
        this.whenClosed = whenClosed;
        this.judge = new Judge<>(retry, outcomes);
        this.outlet = outlet;
    }

    @Override
    public Verdict attempt(Work work) {
        try {
            return handle(work, decoder.message(work));
        } catch (Undecodable e) {
            return judge.undecodable(work, e);
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
            return judge.done(work, message);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return judge.failed(work, message, cause);
    }

    @Override
    public @Nullable String overdue(TopicPartition partition) {
        return timeouts == null ? null : timeouts.overdue(partition);
    }

    @Override
    public void close() {
        whenClosed.run();
    }

    private Verdict handle(Work work, Message<K, V> message) {
        try {
            CompletionStage<?> answer = handler.call(message, work, outlet);
            return answer == null ? judge.done(work, message) : answered(work, message, answer);
        } catch (Throwable t) {
            return judge.failed(work, message, t);
        }
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
}
