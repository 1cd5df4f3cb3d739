package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.BatchProcessor;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.pacing.Circuit.Result;
import dev.brine.consumer.internal.pacing.Circuit.State;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which attempts may begin, keeps what has to wait, and releases it in time, topic by topic in turn. Safe for use by many
 * threads; one lock, under which nothing foreign is called but meters and the log.
 */
public final class Regulator implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Regulator.class);

    /** Between two releases, so that many tokens cost one waking. A bucket holds more than comes meanwhile. */
    private static final long TICK_NANOS = 5_000_000;

    /** Runs a task once, so many nanoseconds from now, on a thread that may take the lock for a moment. */
    @FunctionalInterface
    public interface Alarm {
        void after(long nanos, Runnable task);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Pacing pacing;
    private final String group;
    private final LongSupplier clock;
    private final Alarm alarm;
    private final PacingMeters meters;
    private final Map<String, Line> lines = new HashMap<>();
    private final List<Line> turns = new ArrayList<>();
    private final Map<String, RateLimit> topicRates;
    private final Map<String, Double> topicShares = new HashMap<>();
    private final @Nullable TokenBucket all;
    private final @Nullable Circuit circuit;
    private @Nullable RateLimit rate;
    private double share;
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
        this.group = group;
        this.clock = clock;
        this.alarm = alarm;
        this.meters = meters;
        this.rate = pacing.rate();
        this.topicRates = new HashMap<>(pacing.topics());
        this.all = rate == null ? null : new TokenBucket(0, clock.getAsLong());
        CircuitBreaker breaker = pacing.breaker();
        this.circuit = breaker == null || breaker.perTopic() ? null : circuit(breaker, "");
        meters.waiting(this::waiting);
        if (all != null) {
            meters.rate("", () -> ratesNow(""));
        }
    }

    /** @param ready takes a lane whose front record may be attempted; {@code start} follows when all such lanes are there */
    public void releasing(Consumer<Lane> ready, Runnable start) {
        this.ready = ready;
        this.start = start;
    }

    /** Puts itself before every attempt of a processor of either kind. */
    public Processor around(Processor attempts) {
        return attempts instanceof BatchProcessor batches
                ? new RegulatedBatches(batches, this)
                : new RegulatedProcessor(attempts, this);
    }

    /** Whether circuits want to know how calls end. */
    boolean watches() {
        return pacing.breaker() != null;
    }

    /** Asks for an attempt, with the lane held. Refused work is to be handed in by {@link #hold}. */
    boolean admit(Work work) {
        int stamp = work.pass();
        if (stamp > 0) {
            // Released by the alarm, which has taken what it needs.
            work.pass(-stamp);
            return true;
        }
        if (circuit != null && !pacing.limits()) {
            int closed = circuit.ifClosed();
            if (closed != 0) {
                work.pass(-closed);
                return true;
            }
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
            share = ofAll;
            topicShares.clear();
            topicShares.putAll(ofTopics);
            applyRates();
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
            boolean known = topic.isEmpty() ? rate != null : topicRates.replace(topic, limit) != null;
            if (!known) {
                throw new IllegalStateException((topic.isEmpty() ? "the worker" : "topic " + topic)
                        + " was built without a rate limit, so there is none to change; give it one in the builder");
            }
            if (topic.isEmpty()) {
                rate = limit;
            }
            applyRates();
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
            turns.forEach(
                    line -> line.waiting.removeIf(work -> work.assignment().closed()));
        } finally {
            lock.unlock();
        }
    }

    /** Why the worker is paused, in words; null if it is not. */
    public @Nullable String paused() {
        lock.lock();
        try {
            long now = clock.getAsLong();
            List<String> reasons = new ArrayList<>();
            for (Circuit one : circuits()) {
                String reason = one.reason(now, Instant.now());
                if (reason != null) {
                    reasons.add(reason);
                }
            }
            return reasons.isEmpty() ? null : "paused by the circuit breaker, " + String.join("; ", reasons);
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

    private void alarmed(long at) {
        List<Lane> released = new ArrayList<>();
        lock.lock();
        try {
            if (at != alarmAt) {
                // An earlier one has been set since.
                return;
            }
            alarmAt = Long.MAX_VALUE;
            long now = clock.getAsLong();
            circuits().forEach(one -> one.advance(now));
            release(now, released);
            setAlarm(now);
        } finally {
            lock.unlock();
        }
        if (!released.isEmpty()) {
            released.forEach(ready);
            start.run();
        }
    }

    /** One of each topic in turn, for as long as any may pass. */
    private void release(long now, List<Lane> released) {
        int refused = 0;
        while (refused < turns.size()) {
            Line line = turns.get(turn);
            turn = (turn + 1) % turns.size();
            while (!line.waiting.isEmpty()
                    && line.waiting.element().assignment().closed()) {
                line.waiting.remove();
            }
            if (line.waiting.isEmpty() || !line.passes(now)) {
                refused++;
                continue;
            }
            Work work = line.waiting.remove();
            work.pass(line.pass());
            released.add(work.lane());
            refused = 0;
        }
    }

    private void setAlarm(long now) {
        long next = Long.MAX_VALUE;
        for (Line line : turns) {
            if (!line.waiting.isEmpty()) {
                next = Math.min(next, line.nanosToNext(now));
            }
        }
        for (Circuit one : circuits()) {
            next = Math.min(next, one.nanosToNext(now));
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

    private void applyRates() {
        long now = clock.getAsLong();
        RateLimit limit = rate;
        if (all != null && limit != null) {
            all.rate(limit.perSecond() * share, now);
        }
        lines.forEach((topic, line) -> {
            TokenBucket own = line.own();
            if (own != null) {
                own.rate(rateOf(topic), now);
            }
        });
        setAlarm(now);
    }

    private double rateOf(String topic) {
        RateLimit limit = topicRates.get(topic);
        return limit == null ? 0 : limit.perSecond() * topicShares.getOrDefault(topic, 0.0);
    }

    private double ratesNow(String topic) {
        lock.lock();
        try {
            RateLimit limit = rate;
            return !topic.isEmpty() ? rateOf(topic) : limit == null ? 0 : limit.perSecond() * share;
        } finally {
            lock.unlock();
        }
    }

    private Line line(Work work) {
        String topic = work.record().topic();
        Line known = lines.get(topic);
        if (known != null) {
            return known;
        }
        CircuitBreaker breaker = pacing.breaker();
        Circuit watching = breaker != null && breaker.perTopic() ? circuit(breaker, topic) : circuit;
        boolean limited = topicRates.containsKey(topic);
        TokenBucket own = limited ? new TokenBucket(rateOf(topic), clock.getAsLong()) : null;
        Line line = new Line(all, own, watching);
        lines.put(topic, line);
        turns.add(line);
        if (limited) {
            meters.rate(topic, () -> ratesNow(topic));
        }
        return line;
    }

    private List<Circuit> circuits() {
        if (circuit != null) {
            return List.of(circuit);
        }
        List<Circuit> each = new ArrayList<>();
        if (watches()) {
            for (Line line : turns) {
                Circuit one = line.circuit();
                if (one != null) {
                    each.add(one);
                }
            }
        }
        return each;
    }

    private Circuit circuit(CircuitBreaker breaker, String scope) {
        Circuit made = new Circuit(breaker, scope, this::entered);
        meters.circuit(scope, made::level);
        return made;
    }

    private void entered(Circuit changed, State state) {
        meters.entered(changed.scope(), state);
        var event = state == State.OPEN ? log.atWarn() : log.atInfo();
        event = event.addKeyValue("group", group);
        if (!changed.scope().isEmpty()) {
            event = event.addKeyValue("topic", changed.scope());
        }
        switch (state) {
            case OPEN ->
                event.addKeyValue("error", changed.failures())
                        .log("circuit breaker opens; nothing is handed out for {} ms", changed.openMillis());
            case HALF_OPEN -> event.log("circuit breaker is half-open, a few records are tried");
            case CLOSED -> event.log("circuit breaker closes, the worker goes on");
        }
    }
}
