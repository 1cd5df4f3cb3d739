package dev.brine.registry;

import java.util.Locale;

/**
 * What a new version of a subject must keep, named as Confluent's registry names it. Backward: the new version reads
 * what older ones wrote; forward: older ones read what the new version writes.
 */
public enum CompatibilityLevel {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    CompatibilityLevel(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    public boolean backward() {
        return backward;
    }

    public boolean forward() {
        return forward;
    }

    /** Whether every earlier version counts, and not the last one alone. */
    public boolean transitive() {
        return transitive;
    }

    /** @throws IllegalArgumentException naming the seven levels, if {@code name} is none of them in any case */
    public static CompatibilityLevel of(String name) {
        for (CompatibilityLevel level : values()) {
            if (level.name().equals(name.toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        throw new IllegalArgumentException("unknown compatibility level '" + name
                + "'; use one of NONE, BACKWARD, FORWARD, FULL, or one of the last three with _TRANSITIVE");
    }
}
