package dev.brine.gateway.events;

import dev.brine.consumer.AsyncHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Events of topics: {@code WorkerBuilder.async(TopicFeed.to(events))}. A record is finished when its event is handled, and
 * what fails is tried again, parked or made a dead letter as the worker says. Keys of records are keys of events.
 *
 * <p>The events' capacity should be at least what the worker has in flight; otherwise the worker's threads wait for room.
 * Where all types come from topics, {@code WorkerBuilder.on(Class, ...)} does the same without anything in between.
 */
public final class TopicFeed {

    private TopicFeed() {}

    /** Records without a value are finished at once: they are no event of any type. */
    public static <K, V> AsyncHandler<K, V> to(Feed feed) {
        return message -> given(feed, message.key(), message.value());
    }

    private static CompletionStage<Void> given(Feed feed, @Nullable Object key, @Nullable Object value)
            throws InterruptedException {
        return value == null ? CompletableFuture.completedFuture(null) : feed.give(key, value);
    }
}
