package dev.brine.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all clients of an edge together may have in memory. Taken before they are read. Safe for many threads. */
public final class ByteBudget {

    private final long most;
    private final AtomicLong used = new AtomicLong();

    public ByteBudget(long most) {
        this.most = most;
    }

    public boolean tryReserve(long bytes) {
        while (true) {
            long now = used.get();
            if (now + bytes > most) {
                return false;
            }
            if (used.compareAndSet(now, now + bytes)) {
                return true;
            }
        }
    }

    /** Whether so many more would fit now. */
    public boolean hasRoom(long bytes) {
        return used.get() + bytes <= most;
    }

    public void release(long bytes) {
        used.addAndGet(-bytes);
    }

    public long used() {
        return used.get();
    }
}
