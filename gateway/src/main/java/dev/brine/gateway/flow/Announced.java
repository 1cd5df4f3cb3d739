package dev.brine.gateway.flow;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One body of which only the length is known; until it is here it counts as what will wait for Kafka. Safe for many threads. */
public final class Announced {

    private final Coming coming;
    private final AtomicLong span;
    private final long bytes;
    private final long counted;
    private final AtomicBoolean over = new AtomicBoolean();

    Announced(Coming coming, AtomicLong span, long bytes) {
        this.coming = coming;
        this.span = span;
        this.bytes = bytes;
        this.counted = Math.min(bytes, Coming.MOST);
        span.addAndGet(counted);
    }

    /**
     * It is there, and from now on counts by itself. Only the first call of this or {@link #gone} does anything.
     *
     * @param encoded bytes of all its records
     */
    public void became(long encoded) {
        if (end()) {
            coming.learn(bytes, encoded);
        }
    }

    /** It will not come, or nothing of it goes to Kafka. */
    public void gone() {
        var unused = end();
    }

    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        span.addAndGet(-counted);
        return true;
    }
}
