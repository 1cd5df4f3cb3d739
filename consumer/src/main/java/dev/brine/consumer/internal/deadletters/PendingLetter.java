package dev.brine.consumer.internal.deadletters;

import dev.brine.consumer.internal.lanes.Work;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/**
 * A dead letter that waits: to be sent, to be sent again, or to be handed on because it was acknowledged.
 *
 * @param tries sends that have failed
 * @param brief whether messages and stack traces are to be left out
 * @param due {@code System.nanoTime} from which on it is to be taken
 */
record PendingLetter(Work work, int tries, boolean brief, boolean acknowledged, long due) implements Delayed {

    private static final long FIRST_WAIT_MILLIS = 200;
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    static PendingLetter first(Work work) {
        return new PendingLetter(work, 0, false, false, System.nanoTime());
    }

    PendingLetter sent() {
        return new PendingLetter(work, tries, brief, true, System.nanoTime());
    }

    PendingLetter again(boolean withLess) {
        long wait = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(tries, 10));
        return new PendingLetter(
                work, tries + 1, brief || withLess, false, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wait));
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        return Long.compare(due - ((PendingLetter) other).due, 0);
    }
}
