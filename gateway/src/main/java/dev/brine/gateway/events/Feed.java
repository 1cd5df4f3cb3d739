package dev.brine.gateway.events;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Takes events; for use by many threads. Each event's future completes when it is handled, with the handler's exception if
 * it threw one, and with {@link UnhandledException} if nobody wanted it. Whoever can bring an event again (a topic, a file)
 * goes on when its future is complete, and so loses none.
 *
 * <p>Events of equal keys are handled one after the other, in the order in which they were given; null is no key, and
 * such events are in no order.
 */
public interface Feed {

    /**
     * Hands an event over, and waits while there is no room. Not for handlers: the room they wait for may be their own.
     *
     * @throws InterruptedException if the thread is interrupted before there was room; then nothing was handed over
     */
    CompletableFuture<Void> give(@Nullable Object key, Object event) throws InterruptedException;

    /** Hands an event over if there is room now; empty, and nothing done, if there is none. */
    Optional<CompletableFuture<Void>> tryGive(@Nullable Object key, Object event);
}
