package dev.brine.registry.store;

import java.util.Locale;

/** What may be written, as Confluent's registry names it. */
public enum RegistryMode {
    READWRITE,
    READONLY,
    /** Set globally, it is stronger than any subject's own mode. */
    READONLY_OVERRIDE,
    /** Versions come with their ids, and compatibility is not looked at. */
    IMPORT,
    /** Of Confluent's exporters; taken for read-only here. */
    FORWARD;

    boolean readOnly() {
        return this == READONLY || this == READONLY_OVERRIDE || this == FORWARD;
    }

    /** @throws StoreException with {@link StoreError#INVALID_MODE} if {@code name} is none in any case */
    public static RegistryMode of(String name) {
        for (RegistryMode mode : values()) {
            if (mode.name().equals(name.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw new StoreException(
                StoreError.INVALID_MODE,
                "Invalid mode. Valid values are READWRITE, READONLY, READONLY_OVERRIDE, IMPORT and FORWARD; found '"
                        + name + "'");
    }
}
