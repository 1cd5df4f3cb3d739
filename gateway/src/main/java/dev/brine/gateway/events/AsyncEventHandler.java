package dev.brine.gateway.events;

import java.util.concurrent.CompletionStage;

/** What is done with an event by something that answers later. Must not block; the event is handled when the stage is. */
@FunctionalInterface
public interface AsyncEventHandler<T> {

    CompletionStage<?> handle(T event) throws Exception;
}
