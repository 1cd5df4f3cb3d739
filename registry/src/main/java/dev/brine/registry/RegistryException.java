package dev.brine.registry;

/** Thrown when a registry cannot do what it was asked; the message says what, where and what to do. */
public class RegistryException extends RuntimeException {

    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
