package dev.brine.consumer;

import java.util.concurrent.CompletionStage;

/**
 * An {@link AsyncHandler} that sends on. What it sent goes out on the thread that completes its stage, which waits there
 * if the broker is slow.
 */
@FunctionalInterface
public interface AsyncContextHandler<K, V> {

    /** @param context of this attempt; of no use once the stage has completed */
    CompletionStage<?> handle(Message<K, V> message, Context context) throws Exception;
}
