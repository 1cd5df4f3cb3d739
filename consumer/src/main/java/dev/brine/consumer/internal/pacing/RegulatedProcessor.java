package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.pacing.Circuit.Result;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks the {@link Regulator} before every attempt, and tells it how it ended. Safe for use by many threads. */
class RegulatedProcessor implements Processor {

    private final Processor attempts;
    private final Regulator regulator;

    RegulatedProcessor(Processor attempts, Regulator regulator) {
        this.attempts = attempts;
        this.regulator = regulator;
    }

    @Override
    public final Verdict attempt(Work work) {
        if (!regulator.admit(work)) {
            return Verdict.WAIT;
        }
        Attempts before = work.attempts();
        Verdict verdict = attempts.attempt(work);
        return verdict == Verdict.PENDING ? verdict : judged(work, before, verdict);
    }

    @Override
    public final Verdict settle(Work work, @Nullable Throwable failure) {
        Attempts before = work.attempts();
        return judged(work, before, attempts.settle(work, failure));
    }

    @Override
    public final @Nullable String overdue(TopicPartition partition) {
        return attempts.overdue(partition);
    }

    @Override
    public final void close() {
        attempts.close();
    }

    /** Takes note of an admitted record that came to no attempt. */
    final void notCounted(Work work) {
        if (regulator.watches()) {
            regulator.ended(work, Result.NEITHER, null);
        }
    }

    /** @param before the failures that were known when the attempt began */
    final Verdict judged(Work work, @Nullable Attempts before, Verdict verdict) {
        if (!regulator.watches()) {
            work.pass(0);
            return verdict;
        }
        if (verdict == Verdict.DONE) {
            regulator.ended(work, Result.DONE, null);
            return verdict;
        }
        Attempts failed = failed(work, before, verdict);
        boolean spared = regulator.ended(
                work, failed == null ? Result.NEITHER : Result.FAILED, failed == null ? null : failed.cause());
        if (failed == null || !spared) {
            return verdict;
        }
        work.failed(failed.uncounted());
        return Verdict.RETRY;
    }

    /** The failure that this attempt added, if it was the handler's and the partition is still held. */
    private static @Nullable Attempts failed(Work work, @Nullable Attempts before, Verdict verdict) {
        Attempts now = work.attempts();
        boolean failed = (verdict == Verdict.RETRY || verdict == Verdict.DEAD)
                && now != null
                && now != before
                && (now.stage() == Stage.HANDLER || now.stage() == Stage.TIMEOUT)
                && !work.assignment().closed();
        return failed ? now : null;
    }
}
