package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Work;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records that wait for their next attempt, by when that is due. They hold no thread; the owner looks on every turn. */
final class RetryTimers {

    private final PriorityQueue<Work> waiting = new PriorityQueue<>(Comparator.comparingLong(RetryTimers::due));
    private final Consumer<Lane> ready;

    /** @param ready takes a lane whose front record is due */
    RetryTimers(Consumer<Lane> ready) {
        this.ready = ready;
    }

    /** Takes work whose assignment may be closed by now; then it is dropped, and delivered again to whoever is next. */
    void add(Work work) {
        if (!work.assignment().closed()) {
            waiting.add(work);
        }
    }

    /** Makes ready what is due at {@code now}. @return how many */
    int fire(long now) {
        int fired = 0;
        for (Work next = waiting.peek(); next != null && due(next) - now <= 0; next = waiting.peek()) {
            waiting.remove();
            if (!next.assignment().closed()) {
                ready.accept(next.lane());
                fired++;
            }
        }
        return fired;
    }

    /** Nanoseconds until the next is due, or {@code otherwise} if that is sooner. */
    long nanosToNext(long now, long otherwise) {
        Work next = waiting.peek();
        return next == null ? otherwise : Math.max(0, Math.min(otherwise, due(next) - now));
    }

    void forgetClosed() {
        waiting.removeIf(work -> work.assignment().closed());
    }

    /** The waiting record at an offset of an assignment, if there is one. */
    @Nullable
    Work at(OwnedPartition owned, long offset) {
        for (Work work : waiting) {
            if (work.assignment() == owned && work.record().offset() == offset) {
                return work;
            }
        }
        return null;
    }

    private static long due(Work work) {
        Attempts attempts = work.attempts();
        if (attempts == null) {
            throw new IllegalStateException(work + " waits for a retry without a failure");
        }
        return attempts.retryAt();
    }
}
