package dev.brine.registry;

import org.jspecify.annotations.Nullable;

/** Thrown when a registry could not be asked; the same call may succeed later. */
public final class RegistryUnavailableException extends RegistryException {

    public RegistryUnavailableException(String message) {
        super(message);
    }

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
