package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.CircuitBreaker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker as a machine that is told the time, as {@code System.nanoTime}. Whoever uses it has a lock around it, but
 * for {@link #ifClosed} and {@link #level}.
 *
 * <p>Each state that it enters is a generation. A call is stamped with the one in which it was let through, and only calls of the
 * present one count: what was running when the circuit opened says nothing about the probes.
 */
final class Circuit {

    /** What passes: everything, a few, nothing. */
    enum State {
        CLOSED(0),
        HALF_OPEN(1),
        OPEN(2);

        private final int level;

        State(int level) {
            this.level = level;
        }
    }

    /** How a call ended, as far as a circuit cares. */
    enum Result {
        DONE,
        FAILED,
        /** It says nothing of what handlers call. */
        NEITHER
    }

    /** Told of every transition. */
    interface Listener {
        void entered(Circuit circuit, State state);
    }

    private final CircuitBreaker policy;
    private final String scope;
    private final Listener listener;
    private final CallWindow window;
    private volatile State state = State.CLOSED;
    private int generation = 1;

    /** The generation if it is closed, else 0. */
    private volatile int closed = 1;

    private int openedInARow;
    private long openNanos;

    /** When the open time ends, or when probes are no longer waited for. */
    private long until;

    /** When it was closed last. */
    private long failingSince;

    private int probing;
    private int probesDone;
    private int probesFailed;
    private int failedCalls;
    private int countedCalls;
    private @Nullable Throwable lastFailure;

    /** @param scope the topic, or empty for all */
    Circuit(CircuitBreaker policy, String scope, Listener listener) {
        this.policy = policy;
        this.scope = scope;
        this.listener = listener;
        this.window = new CallWindow(policy.window());
    }

    String scope() {
        return scope;
    }

    State state() {
        return state;
    }

    /** 0 closed, 1 half-open, 2 open. Any thread. */
    int level() {
        return state.level;
    }

    /** How long it is open this time. */
    long openMillis() {
        return openNanos / 1_000_000;
    }

    /** The stamp for a call if it is closed, else 0. Any thread. */
    int ifClosed() {
        return closed;
    }

    /** Whether a call may pass. */
    boolean passes(long now) {
        advance(now);
        return state == State.CLOSED
                || (state == State.HALF_OPEN && probing + probesDone + probesFailed < policy.probes());
    }

    /** Lets the call through that {@link #passes} has allowed. @return its stamp */
    int pass() {
        if (state == State.HALF_OPEN) {
            probing++;
        }
        return generation;
    }

    /**
     * Takes note of how a call ended.
     *
     * @return whether its failure, if it is one, must not count against its record
     */
    boolean ended(int stamp, Result result, @Nullable Throwable failure, long now) {
        advance(now);
        if (stamp == generation) {
            if (result == Result.FAILED) {
                lastFailure = failure;
            }
            switch (state) {
                case CLOSED -> count(result, now);
                case HALF_OPEN -> probed(result, now);
                case OPEN -> throw new IllegalStateException("a call was let through an open circuit");
            }
        }
        return state != State.CLOSED;
    }

    /** Goes on by time alone. */
    void advance(long now) {
        if (state == State.OPEN && now - until >= 0) {
            until = now + openNanos;
            enter(State.HALF_OPEN);
        } else if (state == State.HALF_OPEN && now - until >= 0) {
            // Probes may never come back, their partitions being lost, or too few records may be there to decide.
            if (probesDone > probesFailed) {
                close();
            } else {
                until = now + openNanos;
                enter(State.HALF_OPEN);
            }
        }
    }

    /** Nanoseconds until {@link #advance} has something to do; {@code Long.MAX_VALUE} if it is closed. */
    long nanosToNext(long now) {
        return state == State.CLOSED ? Long.MAX_VALUE : Math.max(0, until - now);
    }

    /** Why nothing passes, in words; null if it is closed. */
    @Nullable
    String reason(long now, Instant wallClock) {
        if (state == State.CLOSED) {
            return null;
        }
        Instant since = wallClock.minusNanos(now - failingSince).truncatedTo(ChronoUnit.SECONDS);
        return (scope.isEmpty() ? "" : "topic " + scope + " ") + (state == State.OPEN ? "open" : "half-open")
                + ", not closed since " + since + ": " + failures();
    }

    /** What it opened for the last time it was closed. */
    String failures() {
        Throwable last = lastFailure;
        return failedCalls + " of the last " + countedCalls + " calls had failed, the last one with "
                + (last == null ? "nothing known" : last.getClass().getSimpleName());
    }

    private void count(Result result, long now) {
        if (result == Result.NEITHER) {
            return;
        }
        window.add(result == Result.FAILED);
        if (window.calls() >= policy.minimumCalls() && window.failures() >= policy.failureRate() * window.calls()) {
            failedCalls = window.failures();
            countedCalls = window.calls();
            failingSince = now;
            open(now);
        }
    }

    private void probed(Result result, long now) {
        probing--;
        if (result == Result.FAILED) {
            probesFailed++;
        } else if (result == Result.DONE) {
            probesDone++;
        }
        double enough = policy.failureRate() * policy.probes();
        if (probesFailed >= enough) {
            open(now);
        } else if (policy.probes() - probesDone < enough) {
            close();
        }
    }

    private void open(long now) {
        long first = policy.open().toNanos();
        int doublings = Math.min(openedInARow, Long.numberOfLeadingZeros(first) - 1);
        openNanos = Math.min(first << doublings, policy.longestOpen().toNanos());
        openedInARow++;
        until = now + openNanos;
        enter(State.OPEN);
    }

    private void close() {
        openedInARow = 0;
        window.clear();
        enter(State.CLOSED);
    }

    private void enter(State next) {
        boolean told = next != state;
        state = next;
        generation = generation == Integer.MAX_VALUE ? 1 : generation + 1;
        closed = next == State.CLOSED ? generation : 0;
        probing = 0;
        probesDone = 0;
        probesFailed = 0;
        if (told) {
            listener.entered(this, next);
        }
    }
}
