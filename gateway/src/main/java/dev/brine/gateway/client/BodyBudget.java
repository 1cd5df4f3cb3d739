package dev.brine.gateway.client;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes of answers that all calls together may have in memory while they come and are worked on. */
final class BodyBudget {

    private static final long LEAST = 64L << 20;

    private final long most;
    private final AtomicLong used = new AtomicLong();

    BodyBudget(long most) {
        this.most = most;
    }

    /** An eighth of the heap, and no less than 64 MiB. */
    static BodyBudget ofHeap() {
        return new BodyBudget(Math.max(LEAST, Runtime.getRuntime().maxMemory() / 8));
    }

    boolean take(long bytes) {
        if (used.addAndGet(bytes) <= most) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
