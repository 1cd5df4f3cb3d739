package dev.brine.consumer.internal.handling;

import dev.brine.consumer.FailureClass;
import dev.brine.consumer.Retry;
import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Refusals;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Judges a record that comes again because a broker refused what its last attempt sent, before it is attempted again: it may
 * have to wait, or to be given up.
 */
public final class ReplayedFailures implements Processor {

    private final Processor attempts;
    private final Refusals refusals;
    private final Retry retry;

    public ReplayedFailures(Processor attempts, Refusals refusals, Retry retry) {
        this.attempts = attempts;
        this.refusals = refusals;
        this.retry = retry;
    }

    @Override
    public Verdict attempt(Work work) {
        boolean reminded = refusals.remind(work);
        int letters = refusals.letters(work);
        Attempts known = work.attempts();
        // Failures that it came with, from a retry topic say, have been judged by whoever sent it.
        if (known != null && (reminded || letters > 0)) {
            if (letters == 0 && known.count() >= retry.attempts()) {
                return Verdict.DEAD;
            }
            if (known.retryAt() - System.nanoTime() > 0) {
                return Verdict.RETRY;
            }
            if (letters > 0) {
                return Verdict.DEAD;
            }
            // Other failures have been judged when they happened.
            FailureClass meaning = known.cause() instanceof SendFailedException
                    ? Judge.meaningOf(retry, known.cause())
                    : FailureClass.RETRY;
            if (meaning != FailureClass.RETRY) {
                return meaning == FailureClass.STOP ? Verdict.STOP : Verdict.DEAD;
            }
        }
        return attempts.attempt(work);
    }

    @Override
    public Verdict settle(Work work, @Nullable Throwable failure) {
        return attempts.settle(work, failure);
    }

    @Override
    public @Nullable String overdue(TopicPartition partition) {
        return attempts.overdue(partition);
    }

    @Override
    public void close() {
        attempts.close();
    }
}
