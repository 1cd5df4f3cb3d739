package dev.brine.consumer.internal.handling;

import dev.brine.consumer.AsyncContextHandler;
import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.ContextHandler;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Message;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Attempt;
import dev.brine.consumer.internal.sending.Outlet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A handler of any kind. */
@FunctionalInterface
public interface HandlerCall<K, V> {

    /**
     * Calls it.
     *
     * @param work what the message was decoded from
     * @param outlet where what it sends goes
     * @return null when it is done, or the stage that will say so
     */
    @Nullable
    CompletionStage<?> call(Message<K, V> message, Work work, Outlet outlet) throws Exception;

    static <K, V> HandlerCall<K, V> of(Handler<K, V> handler) {
        return (message, work, outlet) -> {
            handler.handle(message);
            return null;
        };
    }

    static <K, V> HandlerCall<K, V> of(AsyncHandler<K, V> handler) {
        return (message, work, outlet) -> answered(handler.handle(message));
    }

    static <K, V> HandlerCall<K, V> of(ContextHandler<K, V> handler) {
        return (message, work, outlet) -> {
            outlet.admit(work);
            Attempt attempt = new Attempt(work, outlet);
            try {
                handler.handle(message, attempt);
            } catch (Throwable t) {
                attempt.failed();
                throw t;
            }
            return attempt.succeeded();
        };
    }

    static <K, V> HandlerCall<K, V> of(AsyncContextHandler<K, V> handler) {
        return (message, work, outlet) -> {
            outlet.admit(work);
            Attempt attempt = new Attempt(work, outlet);
            CompletionStage<?> answer;
            try {
                answer = answered(handler.handle(message, attempt));
            } catch (Throwable t) {
                attempt.failed();
                throw t;
            }
            return answer.handle((ignored, failure) -> ended(attempt, failure)).thenCompose(Function.identity());
        };
    }

    private static CompletionStage<?> answered(@Nullable CompletionStage<?> stage) {
        if (stage == null) {
            throw new NullPointerException("the asynchronous handler answered null instead of a stage");
        }
        return stage;
    }

    private static CompletionStage<?> ended(Attempt attempt, @Nullable Throwable failure) {
        if (failure != null) {
            attempt.failed();
            return CompletableFuture.failedFuture(failure);
        }
        CompletionStage<?> acknowledged = attempt.succeeded();
        return acknowledged == null ? CompletableFuture.completedFuture(null) : acknowledged;
    }
}
