package dev.brine.gateway.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What is to be done for one request. */
public interface Work {

    /** The path with names in place of values, for meters: {@code /subjects/{subject}/versions}. */
    String route();

    /** The answer, if it needs neither the body nor anything that can take time. */
    default Optional<Answer> atOnce() {
        return Optional.empty();
    }

    /** The answer; may take its time, on a thread of the pool. */
    default Answer answer(byte[] body) {
        throw new IllegalStateException(route() + " answers neither now nor later");
    }

    /**
     * Begins the work on a thread of the pool, which must not be held while others are waited for. The answer may come on
     * any thread; a {@link Refusal} that it fails with is answered as such.
     */
    default CompletionStage<Answer> begin(byte[] body) {
        return CompletableFuture.completedFuture(answer(body));
    }

    /** What is said when the work, once begun, has not come to its answer at the deadline. */
    default Refusal late(String message) {
        return Refusal.of(408, message);
    }

    /** Called once, when the answer is on its way, or has ended if it is a stream, or the client has gone. */
    default void ended() {}
}
