package dev.brine.gateway.events;

/** What becomes of an event that no handler was registered for. */
public final class UnhandledException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnhandledException(Class<?> type) {
        super("no handler is registered for events of " + type.getName() + "; register one, or otherwise(...)");
    }
}
