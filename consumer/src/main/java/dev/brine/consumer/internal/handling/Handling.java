package dev.brine.consumer.internal.handling;

import dev.brine.consumer.BatchHandler;
import dev.brine.consumer.DeduplicationStore;
import dev.brine.consumer.Message;
import dev.brine.consumer.Processing;
import dev.brine.consumer.Retry;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.sending.Outlet;
import dev.brine.serdes.RecordReader;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * What is done with messages, collected piece by piece: one handler for all, one for each type, or batches; and what
 * stands around it. Not thread-safe.
 */
public final class Handling<K, V> {

    private final Deserializer<K> keys;
    private final RecordReader<V> values;
    private final Routes.Builder<K, V> routes = new Routes.Builder<>();
    private @Nullable HandlerCall<K, V> all;
    private @Nullable Batches<K, V> batches;
    private @Nullable Duration attemptTimeout;
    private @Nullable Known<K, V> known;

    private record Batches<K, V>(BatchHandler<K, V> handler, int maxRecords, Duration maxWait) {}

    private record Known<K, V>(Function<? super Message<K, V>, @Nullable String> id, DeduplicationStore store) {}

    public Handling(Deserializer<K> keys, RecordReader<V> values) {
        this.keys = keys;
        this.values = values;
    }

    public void all(HandlerCall<K, V> handler) {
        all = handler;
    }

    public Routes.Builder<K, V> routes() {
        return routes;
    }

    public void batches(BatchHandler<K, V> handler, int maxRecords, Duration maxWait) {
        batches = new Batches<>(handler, maxRecords, maxWait);
    }

    public void attemptTimeout(Duration limit) {
        attemptTimeout = limit;
    }

    public void deduplicate(Function<? super Message<K, V>, @Nullable String> id, DeduplicationStore store) {
        known = new Known<>(id, store);
    }

    public boolean deduplicates() {
        return known != null;
    }

    /** How long a record may wait for others before it is handled. */
    public Duration maxWait() {
        return batches == null ? Duration.ZERO : batches.maxWait();
    }

    /**
     * Makes sure that there is one kind of handler, which goes with the processing.
     *
     * @throws IllegalStateException if there is not
     */
    public void requireOneKind(Processing processing) {
        if (all != null && !routes.isEmpty()) {
            throw new IllegalStateException("a handler for all messages and handlers by type are given;"
                    + " with on(...), what takes the rest is otherwise(...)");
        }
        if (batches != null && (all != null || !routes.isEmpty())) {
            throw new IllegalStateException(
                    "a batch handler and another handler are given; a batch handler takes every message");
        }
        if (batches != null && processing == Processing.EXACTLY_ONCE) {
            throw new IllegalStateException("exactly once is given with a batch handler, which sends nothing on;"
                    + " use a handler with a context");
        }
        if (batches == null && all == null && routes.isEmpty()) {
            throw new IllegalStateException(
                    "no handler given: handler(...), async(...), batch(...), or on(...) for each type");
        }
    }

    /**
     * What makes the attempts of one worker.
     *
     * @param name of the worker, for its thread
     * @param outlet where handlers send
     */
    public Processor processor(
            String name, HandlingMeters meters, Retry retry, Outcomes<K, V> outcomes, Outlet outlet) {
        Timekeeper timekeeper = new Timekeeper(name + "-timekeeper");
        Timeouts timeouts = attemptTimeout == null ? null : new Timeouts(attemptTimeout, timekeeper, meters);
        Duplicates<K, V> duplicates = known == null ? null : new Duplicates<>(known.id(), known.store(), meters);
        if (batches != null) {
            BatchHandler<K, V> handler =
                    duplicates == null ? batches.handler() : new DeduplicatedBatches<>(batches.handler(), duplicates);
            return new BatchHandlerProcessor<>(
                    keys,
                    values,
                    new BatchHandlerProcessor.Plan<>(
                            handler, batches.maxRecords(), batches.maxWait(), timekeeper, timeouts, meters),
                    retry,
                    outcomes);
        }
        HandlerCall<K, V> plain = all == null ? routes.build() : all;
        HandlerCall<K, V> call = duplicates == null ? plain : new Deduplicated<>(plain, duplicates);
        return new HandlerProcessor<>(keys, values, call, retry, outcomes, outlet, timeouts, timekeeper::close);
    }
}
