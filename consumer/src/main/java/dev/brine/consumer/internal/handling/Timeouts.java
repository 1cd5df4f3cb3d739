package dev.brine.consumer.internal.handling;

import dev.brine.consumer.AttemptTimeoutException;
import dev.brine.consumer.Message;
import dev.brine.consumer.internal.lanes.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Gives attempts a time limit. All that run are looked over a few times within the limit, by the timekeeper's one
 * thread, as long as any run: what is past its time is interrupted, or, if it is a stage, not waited for any longer.
 * Whatever ends after its time has failed, however it ends. Safe for use by many threads.
 */
public final class Timeouts {

    private static final long SHORTEST_ROUND_NANOS = 1_000_000;
    private static final long LONGEST_ROUND_NANOS = 100_000_000;

    private final Set<Watch> running = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Duration limit;
    private final long limitNanos;
    private final long round;
    private final Timekeeper time;
    private final HandlingMeters meters;

    public Timeouts(Duration limit, Timekeeper time, HandlingMeters meters) {
        this.limit = limit;
        this.limitNanos = limit.toNanos();
        this.round = Math.max(SHORTEST_ROUND_NANOS, Math.min(LONGEST_ROUND_NANOS, limitNanos / 20));
        this.time = time;
        this.meters = meters;
    }

    /** Calls a handler under the limit. */
    <T> T call(List<? extends Message<?, ?>> messages, Callable<T> handler) throws Exception {
        return call(messages, System.nanoTime() + limitNanos, handler);
    }

    /** Calls a handler that answers with a stage under the limit; the stage is under it too. */
    CompletionStage<?> stage(Message<?, ?> message, Callable<CompletionStage<?>> handler) throws Exception {
        List<Message<?, ?>> messages = List.of(message);
        long deadline = System.nanoTime() + limitNanos;
        return firstOf(call(messages, deadline, handler), messages, deadline);
    }

    /** Says of the handler that is the longest past its time with a message of a partition. */
    @Nullable
    String overdue(TopicPartition partition) {
        Watch longest = null;
        Message<?, ?> its = null;
        for (Watch watch : running) {
            Message<?, ?> message = watch.overdue() ? watch.of(partition) : null;
            if (message != null && (longest == null || watch.deadline - longest.deadline < 0)) {
                longest = watch;
                its = message;
            }
        }
        return longest == null || its == null
                ? null
                : "the handler of " + its.position() + " was interrupted after " + limit + " and has not returned for "
                        + (System.nanoTime() - longest.deadline) / 1_000_000_000 + " s more";
    }

    private <T> T call(List<? extends Message<?, ?>> messages, long deadline, Callable<T> handler) throws Exception {
        Watch.OfThread watch = new Watch.OfThread(messages, deadline);
        begin(watch);
        T answer;
        try {
            answer = handler.call();
        } catch (Throwable t) {
            if (!watch.end()) {
                throw new AttemptTimeoutException(limit, t);
            }
            throw t;
        } finally {
            running.remove(watch);
        }
        if (!watch.end()) {
            ended(messages);
            throw new AttemptTimeoutException(limit, null);
        }
        return answer;
    }

    private CompletionStage<?> firstOf(
            CompletionStage<?> stage, List<? extends Message<?, ?>> messages, long deadline) {
        if (stage instanceof CompletableFuture<?> future && future.isDone()) {
            return stage;
        }
        Watch.OfStage watch = new Watch.OfStage(messages, deadline, () -> new AttemptTimeoutException(limit, null));
        begin(watch);
        stage.whenComplete((ignored, failure) -> {
            running.remove(watch);
            boolean inTime = failure == null ? watch.first.complete(null) : watch.first.completeExceptionally(failure);
            if (!inTime) {
                ended(messages);
            }
        });
        return watch.first;
    }

    /** It has ended after its time. */
    private void ended(List<? extends Message<?, ?>> messages) {
        meters.late(messages.get(0).topic());
    }

    private void begin(Watch watch) {
        running.add(watch);
        lookLater();
    }

    private void lookLater() {
        if (!looking.get() && looking.compareAndSet(false, true)) {
            time.after(round, this::look);
        }
    }

    private void look() {
        long now = System.nanoTime();
        try {
            for (Watch watch : running) {
                if (now - watch.deadline >= 0 && watch.expire()) {
                    meters.expired(watch.messages.get(0).topic());
                }
            }
        } finally {
            looking.set(false);
            if (!running.isEmpty()) {
                lookLater();
            }
        }
    }
}
