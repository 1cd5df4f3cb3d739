package dev.brine.consumer;

/** A {@link Handler} that sends on. Called, judged and bounded as that is. */
@FunctionalInterface
public interface ContextHandler<K, V> {

    /** @param context of this attempt; of no use once the handler has returned */
    void handle(Message<K, V> message, Context context) throws Exception;
}
