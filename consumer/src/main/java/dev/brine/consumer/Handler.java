package dev.brine.consumer;

/**
 * What is done with a message. Called by many threads at once, for one lane by one at a time; may block.
 *
 * <p>Returning finishes the record. {@link SkipException} finishes it as skipped, {@link GiveUpException} makes it a
 * dead letter at once, {@link StopException} ends the worker, anything else is tried again or not as {@link Retry} says. A thread that is interrupted has
 * used up its {@link WorkerBuilder#attemptTimeout}, or belongs to a worker whose time to drain is over.
 */
@FunctionalInterface
public interface Handler<K, V> {

    void handle(Message<K, V> message) throws Exception;
}
