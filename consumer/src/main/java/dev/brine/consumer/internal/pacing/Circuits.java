package dev.brine.consumer.internal.pacing;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.internal.pacing.Circuit.State;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** The circuit of all topics together, or one of each, or none. Under the {@link Regulator}'s lock, but for {@link #ifClosed}. */
final class Circuits {

    private static final Logger log = LoggerFactory.getLogger(Circuits.class);

    private final @Nullable CircuitBreaker policy;
    private final String group;
    private final PacingMeters meters;

    /** By scope: a topic, or empty. */
    private final Map<String, Circuit> circuits = new TreeMap<>();

    private final @Nullable Circuit all;

    Circuits(@Nullable CircuitBreaker policy, String group, PacingMeters meters) {
        this.policy = policy;
        this.group = group;
        this.meters = meters;
        this.all = policy == null || policy.perTopic() ? null : circuit(policy, "");
    }

    boolean any() {
        return policy != null;
    }

    /** The stamp for a call of any topic if one circuit is for all and it is closed, else 0. Any thread. */
    int ifClosed() {
        return all == null ? 0 : all.ifClosed();
    }

    @Nullable
    Circuit of(String topic) {
        return all != null || policy == null ? all : circuit(policy, topic);
    }

    /** Goes on by time alone. */
    void advance(long now) {
        circuits.values().forEach(circuit -> circuit.advance(now));
    }

    /** Nanoseconds until {@link #advance} has something to do; {@code Long.MAX_VALUE} if all are closed. */
    long nanosToNext(long now) {
        long next = Long.MAX_VALUE;
        for (Circuit circuit : circuits.values()) {
            next = Math.min(next, circuit.nanosToNext(now));
        }
        return next;
    }

    /** Which are not closed and why, in words; null if all are. */
    @Nullable
    String reason(long now, Instant wallClock) {
        String reasons = circuits.values().stream()
                .filter(circuit -> circuit.state() != State.CLOSED)
                .map(circuit -> circuit.reason(now, wallClock))
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? null : "paused by the circuit breaker, " + reasons;
    }

    private Circuit circuit(CircuitBreaker breaker, String scope) {
        return circuits.computeIfAbsent(scope, name -> {
            Circuit made = new Circuit(breaker, name, this::entered);
            meters.circuit(name, made::level);
            return made;
        });
    }

    private void entered(Circuit changed, State state) {
        meters.entered(changed.scope(), state);
        LoggingEventBuilder event = (state == State.OPEN ? log.atWarn() : log.atInfo()).addKeyValue("group", group);
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
