package dev.brine.consumer.internal.sending;

import dev.brine.consumer.RecordPosition;
import dev.brine.consumer.Retry;
import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Work;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.TransactionAbortedException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;

/**
 * Records whose outputs or dead letters a broker has refused. The refusal aborts the transaction and the record comes
 * again, with nothing known of it; what is kept here makes it the failed attempt that it was. Safe for use by many
 * threads.
 */
public final class Refusals {

    private static final long LONGEST_WAIT_SECONDS = 30;

    private final Map<RecordPosition, Refused> refused = new ConcurrentHashMap<>();
    private final Retry retry;

    /** @param delays of retry topics that the record had waited for by then: what parked it may have been taken back since */
    private record Refused(Attempts attempts, int letters, int delays) {}

    /** @param retry says how long is waited before the next attempt */
    public Refusals(Retry retry) {
        this.retry = retry;
    }

    /** Whether a send failed because of the record itself, and not because of the producer, the transaction or the time. */
    public static boolean isOfTheRecord(Exception failure) {
        return failure instanceof ApiException
                && !(failure instanceof RetriableException
                        || failure instanceof ProducerFencedException
                        || failure instanceof InvalidProducerEpochException
                        || failure instanceof OutOfOrderSequenceException
                        || failure instanceof UnknownProducerIdException
                        || failure instanceof InvalidPidMappingException
                        || failure instanceof InvalidTxnStateException
                        || failure instanceof TransactionAbortedException
                        || failure instanceof TransactionAbortableException
                        || failure instanceof TransactionalIdAuthorizationException
                        || failure instanceof ClusterAuthorizationException);
    }

    /** Takes note of an output that was refused; the attempt that sent it counts as failed. */
    public void output(Work work, String topic, Exception failure) {
        long now = System.currentTimeMillis();
        Attempts before = work.attempts();
        Attempts attempts = new Attempts(
                work.attempt(),
                before == null ? now : before.firstFailure(),
                now,
                Stage.HANDLER,
                new SendFailedException(topic, failure),
                null,
                null,
                System.nanoTime() + retry.waitAfter(work.attempt(), 0).toNanos());
        refused.put(positionOf(work), new Refused(attempts, 0, work.delaysPassed()));
    }

    /** What is known of a record's failures now. */
    public void remindAnew(Work work) {
        Refused known = refused.get(positionOf(work));
        if (known != null) {
            work.failed(known.attempts());
        }
    }

    /** Takes note of a dead letter that was refused; from the second time on it waits longer and longer. */
    public void letter(Work work) {
        refused.compute(positionOf(work), (position, before) -> {
            int letters = before == null ? 1 : before.letters() + 1;
            Attempts known = work.attempts();
            if (known == null) {
                throw new IllegalStateException(work + " was given up without a reason");
            }
            long seconds = letters == 1 ? 0 : Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(letters, 10));
            return new Refused(
                    known.retryAt(
                            System.nanoTime() + Duration.ofSeconds(seconds).toNanos()),
                    letters,
                    work.delaysPassed());
        });
    }

    /**
     * Tells work what is known of its record beyond what it knows itself.
     *
     * @return whether there was something to tell
     */
    public boolean remind(Work work) {
        Refused known = refused.isEmpty() ? null : refused.get(positionOf(work));
        Attempts own = work.attempts();
        if (known == null || (own != null && own.count() >= known.attempts().count())) {
            return false;
        }
        work.failed(known.attempts());
        work.delaysPassed(known.delays());
        return true;
    }

    /** How often the dead letter of a record was refused. */
    public int letters(Work work) {
        Refused known = refused.isEmpty() ? null : refused.get(positionOf(work));
        return known == null ? 0 : known.letters();
    }

    /** Dead letters that were refused even without their texts. */
    public int stuckLetters() {
        return (int) refused.values().stream().filter(one -> one.letters() > 1).count();
    }

    /** Forgets what is over. */
    public void forget(Predicate<RecordPosition> over) {
        if (!refused.isEmpty()) {
            refused.keySet().removeIf(over);
        }
    }

    private static RecordPosition positionOf(Work work) {
        return new RecordPosition(
                work.record().topic(), work.record().partition(), work.record().offset());
    }
}
