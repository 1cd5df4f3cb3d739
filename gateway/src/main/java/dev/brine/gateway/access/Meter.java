package dev.brine.gateway.access;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Counts what one client does against its allowance. */
final class Meter {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Allowance allowance;
    private final ReentrantLock lock = new ReentrantLock();
    private double tokens;
    private long filled;
    private int running;

    Meter(Allowance allowance, long now) {
        this.allowance = allowance;
        this.tokens = allowance.rate();
        this.filled = now;
    }

    /** 0 if one more may come in, which is counted then; else after how many seconds it may try again. */
    int enter(long now) {
        lock.lock();
        try {
            if (allowance.concurrent() > 0 && running >= allowance.concurrent()) {
                return 1;
            }
            if (allowance.rate() > 0) {
                tokens = Math.min(allowance.rate(), tokens + (now - filled) * allowance.rate() / NANOS);
                filled = now;
                if (tokens < 1) {
                    return (int) Math.max(1, Math.ceil((1 - tokens) / allowance.rate()));
                }
                tokens -= 1;
            }
            running++;
            return 0;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
    }
}
