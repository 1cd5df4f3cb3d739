package dev.brine.consumer.internal.deadletters;

import dev.brine.consumer.internal.lanes.Work;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that waits: to be sent, to be sent again, or to be handed on because it was acknowledged.
 *
 * @param tries sends that have failed
 * @param brief whether messages and stack traces are to be left out
 * @param acknowledged where it is; null as long as it is not
 * @param due {@code System.nanoTime} from which on it is to be taken
 * @param number counts up
 */
record PendingLetter(
        Work work, int tries, boolean brief, @Nullable RecordMetadata acknowledged, long due, long number)
        implements Delayed {

    /** Of two that are due in the same moment the earlier goes first: acknowledgements keep the order of their partition. */
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    static PendingLetter first(Work work) {
        return new PendingLetter(work, 0, false, null, System.nanoTime(), NUMBERS.incrementAndGet());
    }

    PendingLetter sent(RecordMetadata where) {
        return new PendingLetter(work, tries, brief, where, System.nanoTime(), NUMBERS.incrementAndGet());
    }

    PendingLetter again(boolean withLess) {
        long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(tries, 10));
        return new PendingLetter(
                work,
                tries + 1,
                brief || withLess,
                null,
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait),
                NUMBERS.incrementAndGet());
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        PendingLetter that = (PendingLetter) other;
        return due == that.due ? Long.compare(number, that.number) : Long.compare(due - that.due, 0);
    }
}
