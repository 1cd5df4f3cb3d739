package dev.brine.consumer.internal.retry;

import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.BatchProcessor;
import dev.brine.consumer.internal.lanes.Gate;
import dev.brine.consumer.internal.lanes.Park;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Parks what another processor would give up, while there is a delay left for it, and what has to follow a parked record
 * of its key. Safe for use by many threads.
 */
public class ParkingProcessor implements Processor {

    private final Processor attempts;
    private final RetryTopics policy;

    ParkingProcessor(Processor attempts, RetryTopics policy) {
        this.attempts = attempts;
        this.policy = policy;
    }

    /** Around a processor of either kind. */
    public static Processor around(Processor attempts, RetryTopics policy) {
        return attempts instanceof BatchProcessor batches
                ? new ParkingBatches(batches, policy)
                : new ParkingProcessor(attempts, policy);
    }

    @Override
    public final Verdict attempt(Work work) {
        return follows(work) ? Verdict.PARK : judged(work, attempts.attempt(work));
    }

    @Override
    public final Verdict settle(Work work, @Nullable Throwable failure) {
        return judged(work, attempts.settle(work, failure));
    }

    @Override
    public final @Nullable String overdue(TopicPartition partition) {
        return attempts.overdue(partition);
    }

    @Override
    public final void close() {
        attempts.close();
    }

    /** Whether a record has to follow a parked one; if so it is counted in and told how. Asked once, as the front of its lane. */
    final boolean follows(Work work) {
        Gate gate = work.lane().gate();
        if (gate == null || !gate.follow()) {
            return false;
        }
        work.park(new Park(0, System.currentTimeMillis()));
        return true;
    }

    final Verdict judged(Work work, Verdict verdict) {
        int passed = work.delaysPassed();
        if (verdict != Verdict.DEAD || passed >= policy.delays().size() || !mayHelp(work.attempts())) {
            return verdict;
        }
        long delay = policy.delays().get(passed).toMillis();
        work.park(new Park(passed + 1, System.currentTimeMillis() + delay));
        Gate gate = work.lane().gate();
        if (gate != null) {
            gate.enter();
        }
        return Verdict.PARK;
    }

    /** Only a handler's failures pass with time, and not those that it calls final. */
    private static boolean mayHelp(@Nullable Attempts failures) {
        return failures != null && (failures.stage() == Stage.HANDLER || failures.stage() == Stage.TIMEOUT);
    }
}
