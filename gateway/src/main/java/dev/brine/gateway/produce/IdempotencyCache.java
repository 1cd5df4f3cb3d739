package dev.brine.gateway.produce;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Refusal;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the answers to requests with an {@code Idempotency-Key}: who asks again gets the same answer, and nothing is sent
 * again. Of this process alone, for ten minutes, 32 MiB at most. Kept is what Kafka has acknowledged, all or in part; what
 * failed may be tried again under the same key.
 */
final class IdempotencyCache {

    static final Duration WINDOW = Duration.ofMinutes(10);

    private static final long MOST_BYTES = 32L << 20;
    private static final int OVERHEAD = 500;
    private static final String REPLAYED = "Idempotent-Replayed";

    private final AsyncCache<String, Answer> answers = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((String key, Answer answer) -> OVERHEAD + 2 * key.length() + answer.body().length)
            .expireAfterWrite(WINDOW)
            .buildAsync();

    /** An answer that is to come, and what was asked. */
    private static final class Pending extends CompletableFuture<Answer> {

        private final byte[] asked;

        // What those who wait are told, and nobody who comes later.
        private volatile @Nullable Answer notKept;
        private volatile @Nullable RuntimeException failure;

        Pending(byte[] asked) {
            this.asked = asked;
        }

        /** An answer that is null leaves the cache at once. */
        void forget(@Nullable Answer answer, @Nullable RuntimeException cause) {
            notKept = answer;
            failure = cause;
            complete(null);
        }

        Answer told(@Nullable Answer answer) {
            if (answer != null) {
                return answer.with(REPLAYED, "true");
            }
            Answer other = notKept;
            if (other != null) {
                return other;
            }
            RuntimeException cause = failure;
            throw cause != null ? cause : new IllegalStateException("the request ended without an answer");
        }
    }

    /**
     * The answer to a request, by doing it unless that was done or is being done.
     *
     * @param key who asks, and the key given
     * @param asked a hash of all that was asked
     * @return fails with {@link Refusal} 422 if something else was asked under this key
     */
    CompletableFuture<Answer> once(String key, byte[] asked, Supplier<CompletableFuture<Answer>> work) {
        Pending own = new Pending(asked);
        CompletableFuture<Answer> other = answers.asMap().putIfAbsent(key, own);
        if (other == null) {
            return first(own, work);
        }
        if (!(other instanceof Pending pending) || !MessageDigest.isEqual(pending.asked, asked)) {
            return CompletableFuture.failedFuture(
                    Refusal.of(42209, "this Idempotency-Key was used for another request; use a new one"));
        }
        return pending.thenApply(pending::told);
    }

    private static CompletableFuture<Answer> first(Pending own, Supplier<CompletableFuture<Answer>> work) {
        try {
            return work.get().whenComplete((answer, failure) -> {
                if (failure != null) {
                    own.forget(
                            null, failure instanceof RuntimeException known ? known : new CompletionException(failure));
                } else if (answer.status() == 200 || answer.status() == 207) {
                    own.complete(answer);
                } else {
                    own.forget(answer, null);
                }
            });
        } catch (RuntimeException e) {
            own.forget(null, e);
            throw e;
        } catch (StackOverflowError e) {
            own.forget(null, new CompletionException(e));
            throw e;
        }
    }
}
