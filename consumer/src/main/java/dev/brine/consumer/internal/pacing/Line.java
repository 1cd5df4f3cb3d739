package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.internal.lanes.Work;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of one topic waits, and what for. Under the lock of its {@link Regulator}. */
final class Line {

    final Deque<Work> waiting = new ArrayDeque<>();

    /** Has its tokens and did not begin yet, because no handler is free. */
    final Set<Work> released = new HashSet<>();

    private final @Nullable TokenBucket all;
    private final @Nullable TokenBucket own;
    private final @Nullable Circuit circuit;

    Line(@Nullable TokenBucket all, @Nullable TokenBucket own, @Nullable Circuit circuit) {
        this.all = all;
        this.own = own;
        this.circuit = circuit;
    }

    @Nullable
    Circuit circuit() {
        return circuit;
    }

    boolean passes(long now) {
        return (circuit == null || circuit.passes(now))
                && (own == null || own.has(now))
                && (all == null || all.has(now));
    }

    /** Takes what {@link #passes} has found. @return the stamp of the call */
    int pass() {
        if (own != null) {
            own.take();
        }
        if (all != null) {
            all.take();
        }
        return circuit == null ? 1 : circuit.pass();
    }

    /**
     * Whether another may be released: what has its token begins as soon as a handler is free, so no more may have one than may
     * begin at once.
     *
     * @param ofAll released of all topics
     * @param together so many are no more than one, since they begin together
     */
    boolean hasRoom(int ofAll, int together) {
        return (own == null || released.size() < Math.max(together, own.burst()))
                && (all == null || ofAll < Math.max(together, all.burst()));
    }

    /** Nanoseconds until something may pass, as far as time decides that. */
    long nanosToNext(long now) {
        if (circuit != null && !circuit.passes(now)) {
            return circuit.nanosToNext(now);
        }
        return Math.max(own == null ? 0 : own.nanosToNext(now), all == null ? 0 : all.nanosToNext(now));
    }
}
