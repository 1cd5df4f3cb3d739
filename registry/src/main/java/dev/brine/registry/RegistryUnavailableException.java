package dev.brine.registry;

/** Thrown when a registry could not be asked; the same call may succeed later. */
public final class RegistryUnavailableException extends RegistryException {

    public RegistryUnavailableException(String message) {
        super(message);
    }

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
