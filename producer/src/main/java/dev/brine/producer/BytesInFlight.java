package dev.brine.producer;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bound on what was given to Kafka and not answered yet. Takes no lock unless somebody waits. */
final class BytesInFlight {

    /** A waiter looks for itself as often: room may be there that nobody told of. */
    private static final long LOOK_NANOS = 5_000_000;

    private final long bound;
    private final long low;
    private final AtomicLong used = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    // Fair, so that a large record is not overtaken for ever by small ones of other threads.
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition room = lock.newCondition();

    BytesInFlight(long bound) {
        this.bound = bound;
        this.low = bound - bound / 8;
    }

    long bound() {
        return bound;
    }

    long used() {
        return used.get();
    }

    boolean isFull() {
        return used.get() >= bound;
    }

    /** Takes room where there is any; what is larger than the bound gets in when nothing else is. */
    boolean tryReserve(long bytes) {
        while (true) {
            long now = used.get();
            if (now != 0 && now + bytes > bound) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /** Takes room, waiting until {@code deadline} of {@link System#nanoTime}; false when there was none. */
    boolean reserve(long bytes, long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            waiting.incrementAndGet();
            try {
                while (!tryReserve(bytes)) {
                    long left = deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    room.awaitNanos(Math.min(left, LOOK_NANOS));
                }
                return true;
            } finally {
                waiting.decrementAndGet();
            }
        } finally {
            lock.unlock();
        }
    }

    void release(long bytes) {
        long left = used.addAndGet(-bytes);
        // A waiter counts itself before it looks, so either it sees this room or it is seen here. It is told when an
        // eighth is
        // free: told of every record, it would be woken for every record, and so would whoever hands out the answers.
        if (left <= low && waiting.get() > 0) {
            lock.lock();
            try {
                room.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
