package dev.brine.gateway.access;

import java.util.Locale;

/** What a client does. */
public enum Verb {
    /** Writes to a topic. */
    PRODUCE,
    /** Reads from a topic. */
    CONSUME,
    /** Calls an upstream by one of the routes. */
    FORWARD;

    /** As it is written in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
