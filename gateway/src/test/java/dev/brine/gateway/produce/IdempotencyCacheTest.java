package dev.brine.gateway.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Refusal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class IdempotencyCacheTest {

    private static final byte[] ASKED = {1};

    private final IdempotencyCache cache = new IdempotencyCache();
    private final AtomicInteger done = new AtomicInteger();
    private final CompletableFuture<Answer> pending = new CompletableFuture<>();

    private Supplier<CompletableFuture<Answer>> work(CompletableFuture<Answer> answer) {
        return () -> {
            done.incrementAndGet();
            return answer;
        };
    }

    private static Answer answer(int status) {
        return Answer.of(status, Answer.JSON, new byte[] {42});
    }

    @Test
    void whoComesWhileTheFirstIsDoneWaitsForItsAnswer() {
        // Given
        CompletableFuture<Answer> first = cache.once("k", ASKED, work(pending));
        CompletableFuture<Answer> second = cache.once("k", ASKED, work(pending));
        assertThat(second).isNotDone();

        // When
        pending.complete(answer(200));

        // Then
        assertThat(done).hasValue(1);
        assertThat(first.join().headers()).isEmpty();
        assertThat(second.join().body()).isEqualTo(first.join().body());
        assertThat(second.join().headers()).containsKey("Idempotent-Replayed");
        assertThat(cache.once("k", ASKED, work(pending)).join().status()).isEqualTo(200);
        assertThat(done).hasValue(1);
    }

    @Test
    void refusedOneIsToldToThoseWhoWaitAndTriedAgainForThoseWhoCome() {
        // Given
        var unused = cache.once("k", ASKED, work(pending));
        CompletableFuture<Answer> second = cache.once("k", ASKED, work(pending));

        // When
        pending.complete(answer(503));

        // Then
        assertThat(second.join().status()).isEqualTo(503);
        assertThat(cache.once("k", ASKED, work(CompletableFuture.completedFuture(answer(200))))
                        .join()
                        .status())
                .isEqualTo(200);
        assertThat(done).hasValue(2);
    }

    @Test
    void failureIsToldToAllAndForgotten() {
        // Given
        var unused = cache.once("k", ASKED, work(pending));
        CompletableFuture<Answer> second = cache.once("k", ASKED, work(pending));

        // When
        pending.completeExceptionally(new CompletionException(new IllegalStateException("gone")));

        // Then
        assertThat(second).isCompletedExceptionally();
        assertThat(cache.once("k", ASKED, work(CompletableFuture.completedFuture(answer(200))))
                        .join()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void sameKeyForSomethingElseIs422() {
        // Given
        var unused = cache.once("k", ASKED, work(pending));

        // When
        CompletableFuture<Answer> other = cache.once("k", new byte[] {2}, work(pending));

        // Then
        assertThat(other.handle((answer, failure) -> failure).join())
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(42209));
        assertThat(done).hasValue(1);
    }
}
