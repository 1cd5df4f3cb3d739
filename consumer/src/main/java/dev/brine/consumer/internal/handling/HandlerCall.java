package dev.brine.consumer.internal.handling;

import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Message;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A handler of either kind. */
@FunctionalInterface
public interface HandlerCall<K, V> {

    /** Calls it. @return null when it is done, or the stage that will say so */
    @Nullable
    CompletionStage<?> call(Message<K, V> message) throws Exception;

    static <K, V> HandlerCall<K, V> of(Handler<K, V> handler) {
        return message -> {
            handler.handle(message);
            return null;
        };
    }

    static <K, V> HandlerCall<K, V> of(AsyncHandler<K, V> handler) {
        return message -> {
            CompletionStage<?> stage = handler.handle(message);
            if (stage == null) {
                throw new NullPointerException("the asynchronous handler answered null instead of a stage");
            }
            return stage;
        };
    }
}
