package dev.brine.consumer;

import java.util.concurrent.CompletionStage;

/**
 * What is done with a message by something that answers later. Called as {@link Handler} is; must not block.
 *
 * <p>The record is finished when the stage completes; a stage that fails, or an exception instead of a stage, is judged
 * as what a {@link Handler} throws. A stage that never completes holds its lane and its place under the cap for ever:
 * give it a timeout, or the worker an {@link WorkerBuilder#attemptTimeout}.
 */
@FunctionalInterface
public interface AsyncHandler<K, V> {

    CompletionStage<?> handle(Message<K, V> message) throws Exception;
}
