package dev.brine.gateway.events;

/**
 * What is done with an event. Called by many threads at once, for one key by one at a time; may block. A thread that is
 * interrupted has used up the handler's time.
 */
@FunctionalInterface
public interface EventHandler<T> {

    void handle(T event) throws Exception;
}
