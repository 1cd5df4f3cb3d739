package dev.brine.consumer.internal.handling;

import dev.brine.consumer.Message;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Outlet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Calls a handler only for messages that are not known to be done, and remembers those that are. */
public record Deduplicated<K, V>(HandlerCall<K, V> handler, Duplicates<K, V> duplicates) implements HandlerCall<K, V> {

    @Override
    public @Nullable CompletionStage<?> call(Message<K, V> message, Work work, Outlet outlet) throws Exception {
        String id = duplicates.idOf(message);
        if (id == null) {
            return handler.call(message, work, outlet);
        }
        if (duplicates.isDone(message, id)) {
            throw duplicates.skip();
        }
        CompletionStage<?> answer = handler.call(message, work, outlet);
        if (answer == null) {
            duplicates.done(message, id);
            return null;
        }
        return answer.thenRun(() -> duplicates.done(message, id));
    }

    /** The limit is the handler's, not the store's. */
    @Override
    public HandlerCall<K, V> limited(Timeouts limit) {
        return new Deduplicated<>(handler.limited(limit), duplicates);
    }
}
