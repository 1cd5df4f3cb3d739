package dev.brine.consumer.internal.handling;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.AsyncContextHandler;
import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.ContextHandler;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Message;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Attempt;
import dev.brine.consumer.internal.sending.Outlet;
import java.util.List;
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

    /** The same under a time limit, which is for the handler: acknowledgements of what it sends have their own. */
    default HandlerCall<K, V> limited(Timeouts limit) {
        return this;
    }

    static <K, V> HandlerCall<K, V> of(Handler<K, V> handler) {
        return new OfHandler<>(requireNonNull(handler, "handler"));
    }

    static <K, V> HandlerCall<K, V> of(AsyncHandler<K, V> handler) {
        return new OfAsync<>(requireNonNull(handler, "handler"));
    }

    static <K, V> HandlerCall<K, V> of(ContextHandler<K, V> handler) {
        return new OfContext<>(requireNonNull(handler, "handler"));
    }

    static <K, V> HandlerCall<K, V> of(AsyncContextHandler<K, V> handler) {
        return new OfAsyncContext<>(requireNonNull(handler, "handler"));
    }

    private static CompletionStage<?> answered(@Nullable CompletionStage<?> stage) {
        if (stage == null) {
            throw new NullPointerException("the asynchronous handler answered null instead of a stage");
        }
        return stage;
    }

    /** Done when it returns. */
    record OfHandler<K, V>(Handler<K, V> handler) implements HandlerCall<K, V> {

        @Override
        public @Nullable CompletionStage<?> call(Message<K, V> message, Work work, Outlet outlet) throws Exception {
            handler.handle(message);
            return null;
        }

        @Override
        public HandlerCall<K, V> limited(Timeouts limit) {
            return of((Handler<K, V>) message -> limit.call(List.of(message), () -> {
                handler.handle(message);
                return message;
            }));
        }
    }

    /** Done when its stage is. */
    record OfAsync<K, V>(AsyncHandler<K, V> handler) implements HandlerCall<K, V> {

        @Override
        public CompletionStage<?> call(Message<K, V> message, Work work, Outlet outlet) throws Exception {
            return answered(handler.handle(message));
        }

        @Override
        public HandlerCall<K, V> limited(Timeouts limit) {
            return of((AsyncHandler<K, V>) message -> limit.stage(message, () -> answered(handler.handle(message))));
        }
    }

    /** Done when it has returned and what it sent is out. */
    record OfContext<K, V>(ContextHandler<K, V> handler) implements HandlerCall<K, V> {

        @Override
        public @Nullable CompletionStage<?> call(Message<K, V> message, Work work, Outlet outlet) throws Exception {
            outlet.admit(work);
            Attempt attempt = new Attempt(work, outlet);
            try {
                handler.handle(message, attempt);
            } catch (Throwable t) {
                attempt.failed();
                throw t;
            }
            return attempt.succeeded();
        }

        @Override
        public HandlerCall<K, V> limited(Timeouts limit) {
            return of((ContextHandler<K, V>) (message, context) -> limit.call(List.of(message), () -> {
                handler.handle(message, context);
                return message;
            }));
        }
    }

    /** Done when its stage is, and what it sent is out. */
    record OfAsyncContext<K, V>(AsyncContextHandler<K, V> handler) implements HandlerCall<K, V> {

        @Override
        public CompletionStage<?> call(Message<K, V> message, Work work, Outlet outlet) throws Exception {
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
        }

        @Override
        public HandlerCall<K, V> limited(Timeouts limit) {
            return of((AsyncContextHandler<K, V>)
                    (message, context) -> limit.stage(message, () -> answered(handler.handle(message, context))));
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
}
