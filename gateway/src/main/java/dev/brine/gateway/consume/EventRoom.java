package dev.brine.gateway.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all streams of events together may hold for clients that have not taken them. Safe for use by many threads.
 *
 * <p>Each may have an eighth of what is free: alone as much as it likes, of many everyone less, and never is nothing left for
 * one that comes later. A little is everyone's own, so that no stream waits for others to be read; only a single record that is
 * longer has to wait until there is room for it.
 */
final class EventRoom {

    /** What a stream may have however little is free. */
    static final long OWN = 64 << 10;

    /** What a stream may have however much is free: a consumer's whole answer. */
    static final long MOST_OF_ONE = 4 << 20;

    private static final int SHARE = 8;

    private final long most;
    private final AtomicLong used = new AtomicLong();
    private final Counter pauses;

    /** @param most bytes, beside what is everyone's own */
    EventRoom(long most, MeterRegistry meters) {
        this.most = most;
        this.pauses = Counter.builder("brine.gateway.streams.pauses")
                .description("How often a stream of events was read no further until clients had taken what they have")
                .register(meters);
        Gauge.builder("brine.gateway.streams.bytes", used, AtomicLong::get)
                .description("Bytes of events that clients have not taken")
                .baseUnit("bytes")
                .register(meters);
    }

    /** How much one stream may have now. */
    long allowance() {
        return Math.max(OWN, Math.min(MOST_OF_ONE, free() / SHARE));
    }

    /**
     * Whether a stream that holds so much may hold so much more.
     *
     * @param held 0 for one that has nothing, and may take a single record of any length, once there is room
     */
    boolean admits(long held, long more) {
        // One that is longer than the room would wait for ever.
        return held + more <= allowance() || (held == 0 && Math.min(more, most / 2) <= free());
    }

    /** @param bytes negative for what is given back */
    void add(long bytes) {
        used.addAndGet(bytes);
    }

    void paused() {
        if (allowance() < MOST_OF_ONE) {
            pauses.increment();
        }
    }

    private long free() {
        return most - used.get();
    }
}
