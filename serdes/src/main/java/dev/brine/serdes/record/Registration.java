package dev.brine.serdes.record;

import java.util.Locale;

/** What a writer does about the schema it is going to write with. */
public enum Registration {
    /** Requires that the subject has it. Nothing is ever registered by a running service. */
    NEVER,
    /** As never, and requires that the subject's newest version can read what is written. */
    CHECK,
    /** Registers it when the subject does not have it; the registry refuses what is incompatible. For development. */
    AUTO;

    /** @throws IllegalArgumentException naming the three, if {@code name} is none of them in any case */
    public static Registration of(String name) {
        for (Registration registration : values()) {
            if (registration.name().equals(name.toUpperCase(Locale.ROOT))) {
                return registration;
            }
        }
        throw new IllegalArgumentException("unknown registration '" + name + "'; use never, check or auto");
    }
}
