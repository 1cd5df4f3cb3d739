package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.RateLimit;
import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.BatchProcessor;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.pacing.Circuit.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which attempts may begin, keeps what has to wait, and releases it in time, topic by topic in turn. Safe for use by many
 * threads; one lock, under which nothing foreign is called but meters and the log.
 */
public final class Regulator implements AutoCloseable {

    /** Between two releases, so that many tokens cost one waking. A bucket holds more than comes meanwhile. */
    private static final long TICK_NANOS = 5_000_000;

    /** Runs a task once, so many nanoseconds from now, on a thread that may take the lock for a moment. */
    @FunctionalInterface
    public interface Alarm {
        void after(long nanos, Runnable task);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Pacing pacing;
    private final LongSupplier clock;
    private final Alarm alarm;
    private final PacingMeters meters;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<Line> turns = new ArrayList<>();
    private final Rates rates;
    private final Circuits circuits;
    private int together = 1;
    private int released;
    private int turn;
    private long alarmAt = Long.MAX_VALUE;
    private Consumer<Lane> ready = lane -> {};
    private Runnable start = () -> {};

    /**
     * @param clock as {@code System.nanoTime}
     * @param alarm has to be working until this is closed
     */
    public Regulator(Pacing pacing, String group, LongSupplier clock, Alarm alarm, PacingMeters meters) {
        this.pacing = pacing;
        this.clock = clock;
        this.alarm = alarm;
        this.meters = meters;
        this.rates = new Rates(pacing, clock.getAsLong());
        this.circuits = new Circuits(pacing.breaker(), group, meters);
        meters.waiting(this::waiting);
        if (rates.all() != null) {
            meters.rate("", () -> perSecond(""));
        }
    }

    /** @param ready takes a lane whose front record may be attempted; {@code start} follows when all such lanes are there */
    public void releasing(Consumer<Lane> ready, Runnable start) {
        this.ready = ready;
        this.start = start;
    }

    /** Puts itself before every attempt of a processor of either kind. */
    public Processor around(Processor attempts) {
        if (attempts instanceof BatchProcessor batches) {
            together = batches.maxRecords();
            return new RegulatedBatches(batches, this);
        }
        return new RegulatedProcessor(attempts, this);
    }

    /** Whether circuits want to know how calls end. */
    boolean watches() {
        return circuits.any();
    }

    /** Asks for an attempt, with the lane held. Refused work is to be handed in by {@link #hold}. */
    boolean admit(Work work) {
        int stamp = work.pass();
        if (stamp > 0) {
            // Released by the alarm, which has taken what it needs.
            work.pass(-stamp);
            if (pacing.limits()) {
                begins(work);
            }
            return true;
        }
        int closed = pacing.limits() ? 0 : circuits.ifClosed();
        if (closed != 0) {
            work.pass(-closed);
            return true;
        }
        lock.lock();
        try {
            Line line = line(work);
            long now = clock.getAsLong();
            if (!line.waiting.isEmpty() || !line.passes(now)) {
                return false;
            }
            work.pass(-line.pass());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes work that was refused; its lane goes with it. A runner's thread. */
    public void hold(Work work) {
        work.pass(0);
        lock.lock();
        try {
            if (!work.assignment().closed()) {
                line(work).waiting.add(work);
                setAlarm(clock.getAsLong());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes note of how an attempt ended. @return whether a failure must not count against its record */
    boolean ended(Work work, Result result, @Nullable Throwable failure) {
        int stamp = Math.abs(work.pass());
        work.pass(0);
        lock.lock();
        try {
            Circuit watching = line(work).circuit();
            if (watching == null) {
                return false;
            }
            long now = clock.getAsLong();
            boolean wasClosed = watching.ifClosed() != 0;
            boolean spared = watching.ended(stamp, result, failure, now);
            if (!wasClosed || spared) {
                setAlarm(now);
            }
            return spared;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Says what part of the group's rates is this worker's.
     *
     * @param ofAll of all topics together, 0 to 1
     * @param ofTopics of each topic; those that are not named have none
     */
    public void shares(double ofAll, Map<String, Double> ofTopics) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            rates.shares(ofAll, ofTopics, now);
            setAlarm(now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes a rate from now on.
     *
     * @param topic empty for all together
     * @throws IllegalStateException if there was no such limit from the beginning
     */
    public void rate(String topic, RateLimit limit) {
        lock.lock();
        try {
            long now = clock.getAsLong();
            rates.change(topic, limit, now);
            setAlarm(now);
        } finally {
            lock.unlock();
        }
    }

    public boolean limits() {
        return pacing.limits();
    }

    /** Drops what waits of closed assignments: it is delivered again to whoever has them next. */
    public void forgetClosed() {
        lock.lock();
        try {
            for (Line line : turns) {
                line.waiting.removeIf(work -> work.assignment().closed());
                line.released.removeIf(work -> work.assignment().closed());
            }
            released = turns.stream().mapToInt(line -> line.released.size()).sum();
            setAlarm(clock.getAsLong());
        } finally {
            lock.unlock();
        }
    }

    /** Why the worker is paused, in words; null if it is not. */
    public @Nullable String paused() {
        lock.lock();
        try {
            return circuits.reason(clock.getAsLong(), Instant.now());
        } finally {
            lock.unlock();
        }
    }

    /** Whether the record at an offset waits here. */
    public boolean holds(Assignment assignment, long offset) {
        Predicate<Work> same =
                work -> work.assignment() == assignment && work.record().offset() == offset;
        lock.lock();
        try {
            return turns.stream().anyMatch(line -> line.waiting.stream().anyMatch(same));
        } finally {
            lock.unlock();
        }
    }

    /** Records that wait, each at the front of its lane. */
    int waiting() {
        lock.lock();
        try {
            return turns.stream().mapToInt(line -> line.waiting.size()).sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        meters.close();
    }

    /** What was released begins, which makes room for another. */
    private void begins(Work work) {
        lock.lock();
        try {
            if (line(work).released.remove(work)) {
                released--;
                setAlarm(clock.getAsLong());
            }
        } finally {
            lock.unlock();
        }
    }

    private void alarmed(long at) {
        List<Lane> free = new ArrayList<>();
        lock.lock();
        try {
            if (at != alarmAt) {
                // An earlier one has been set since.
                return;
            }
            alarmAt = Long.MAX_VALUE;
            long now = clock.getAsLong();
            circuits.advance(now);
            release(now, free);
            setAlarm(now);
        } finally {
            lock.unlock();
        }
        if (!free.isEmpty()) {
            free.forEach(ready);
            start.run();
        }
    }

    /** One of each topic in turn, for as long as any may pass. */
    private void release(long now, List<Lane> free) {
        int refused = 0;
        while (refused < turns.size()) {
            Line line = turns.get(turn);
            turn = (turn + 1) % turns.size();
            while (!line.waiting.isEmpty()
                    && line.waiting.element().assignment().closed()) {
                line.waiting.remove();
            }
            if (line.waiting.isEmpty() || !line.hasRoom(released, together) || !line.passes(now)) {
                refused++;
                continue;
            }
            Work work = line.waiting.remove();
            work.pass(line.pass());
            if (pacing.limits()) {
                line.released.add(work);
                released++;
            }
            free.add(work.lane());
            refused = 0;
        }
    }

    private void setAlarm(long now) {
        long next = circuits.nanosToNext(now);
        for (Line line : turns) {
            if (!line.waiting.isEmpty() && line.hasRoom(released, together)) {
                next = Math.min(next, line.nanosToNext(now));
            }
        }
        if (next == Long.MAX_VALUE) {
            return;
        }
        long wait = Math.max(TICK_NANOS, next);
        if (alarmAt == Long.MAX_VALUE || now + wait - alarmAt < 0) {
            long at = now + wait;
            alarmAt = at;
            alarm.after(wait, () -> alarmed(at));
        }
    }

    private Line line(Work work) {
        String topic = work.record().topic();
        Line known = lines.get(topic);
        if (known != null) {
            return known;
        }
        TokenBucket own = rates.of(topic, clock.getAsLong());
        Line line = new Line(rates.all(), own, circuits.of(topic));
        lines.put(topic, line);
        turns.add(line);
        if (own != null) {
            meters.rate(topic, () -> perSecond(topic));
        }
        return line;
    }

    private double perSecond(String topic) {
        lock.lock();
        try {
            return rates.perSecond(topic);
        } finally {
            lock.unlock();
        }
    }
}
