package dev.brine.registry;

import org.jspecify.annotations.Nullable;

/** Thrown when a registry cannot do what it was asked; the message says what, where and what to do. */
public class RegistryException extends RuntimeException {

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
