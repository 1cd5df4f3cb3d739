package dev.brine.consumer.internal.engine;

import dev.brine.consumer.Health.Progress;
import dev.brine.consumer.internal.deadletters.DeadLetters;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Work;
import java.time.Duration;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Looks twice a second whether frontiers move, and says in words why not. Asks no broker. */
final class HealthWatch {

    private static final long INTERVAL_NANOS = 500_000_000;
    private static final Duration PATIENCE_WITH_DEAD_LETTERS = Duration.ofSeconds(10);

    private final Fetching fetching;
    private final Partitions partitions;
    private final RetryTimers timers;
    private final DeadLetters deadLetters;
    private final Function<TopicPartition, @Nullable String> overdue;
    private final @Nullable ParkingLot parking;
    private final BiPredicate<OwnedPartition, Long> heldBack;
    private final Duration stalledAfter;
    private long nextAt = System.nanoTime();
    private volatile Finding finding = Finding.FINE;

    /** Progress and the reason in words. */
    record Finding(Progress progress, String reason) {
        static final Finding FINE = new Finding(Progress.OK, "");
    }

    /**
     * @param overdue says of a handler that is past its time limit and has not returned
     * @param heldBack whether the record at an offset waits for its turn under a rate, as it was asked to
     */
    HealthWatch(
            Consumer<?, ?> consumer,
            Partitions partitions,
            RetryTimers timers,
            DeadLetters deadLetters,
            Function<TopicPartition, @Nullable String> overdue,
            @Nullable ParkingLot parking,
            BiPredicate<OwnedPartition, Long> heldBack,
            Duration stalledAfter) {
        this.fetching = new Fetching(consumer);
        this.partitions = partitions;
        this.timers = timers;
        this.deadLetters = deadLetters;
        this.overdue = overdue;
        this.parking = parking;
        this.heldBack = heldBack;
        this.stalledAfter = stalledAfter;
    }

    /** What was found last. Any thread. */
    Finding finding() {
        String trouble = deadLetters.trouble(PATIENCE_WITH_DEAD_LETTERS);
        Finding parked = trouble == null && parking != null ? parking.trouble() : null;
        if (parked != null) {
            return parked;
        }
        return trouble == null ? finding : new Finding(Progress.DEAD_LETTERS_DOWN, trouble);
    }

    void look(long now) {
        if (now - nextAt < 0) {
            return;
        }
        nextAt = now + INTERVAL_NANOS;
        OwnedPartition oldest = null;
        for (OwnedPartition owned : partitions.all()) {
            if (owned instanceof RetryLog) {
                // It stands for as long as delays are.
                continue;
            }
            measure(owned, now);
            if (owned.frontierAge >= stalledAfter.toNanos()
                    && (oldest == null || owned.frontierAge > oldest.frontierAge)
                    && !heldBack.test(owned, owned.tracker().frontier())) {
                oldest = owned;
            }
        }
        finding = oldest == null ? Finding.FINE : explain(oldest);
    }

    private void measure(OwnedPartition owned, long now) {
        long frontier = owned.tracker().frontier();
        if (frontier != owned.frontierThen || owned.unfinished() == 0) {
            owned.frontierThen = frontier;
            owned.frontierMovedAt = now;
        }
        owned.frontierAge = now - owned.frontierMovedAt;
        long fetched = owned.tracker().position();
        long beyond = fetching.lag(owned.partition());
        owned.lag = beyond + Math.max(0, fetched - Math.max(0, frontier));
    }

    private Finding explain(OwnedPartition owned) {
        String where = owned.partition() + "@" + owned.tracker().frontier() + " has held the frontier for "
                + owned.frontierAge / 1_000_000_000 + " s: ";
        Work waiting = timers.at(owned, owned.tracker().frontier());
        @Nullable Attempts failures = waiting == null ? null : waiting.attempts();
        if (failures != null && (failures.stage() == Stage.HANDLER || failures.stage() == Stage.TIMEOUT)) {
            return new Finding(
                    Progress.BLOCKED_BY_KEY,
                    where + "attempt " + failures.count() + " failed with "
                            + failures.cause().getClass().getSimpleName() + ", it is tried again");
        }
        if (failures != null) {
            return new Finding(Progress.STALLED, where + failures.cause().getMessage());
        }
        if (owned.inHandlers() > 0) {
            String late = overdue.apply(owned.partition());
            return new Finding(Progress.BLOCKED_BY_KEY, where + (late == null ? "a handler has not returned" : late));
        }
        return new Finding(Progress.STALLED, where + "no handler is free, or none was started");
    }
}
