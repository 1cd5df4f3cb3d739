package dev.brine.gateway.produce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.http.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class IdempotencyBoundTest {

    @Test
    void noMoreAnswersAreKeptThanFitHoweverManyKeysAreUsed() {
        // Given
        IdempotencyCache cache = new IdempotencyCache();
        int keys = 20_000;
        byte[] body = new byte[10_000];
        byte[] asked = new byte[32];

        // When
        for (int i = 0; i < keys; i++) {
            cache.once(
                            "client\n" + i,
                            asked,
                            () -> CompletableFuture.completedFuture(Answer.of(200, Answer.JSON, body.clone())))
                    .join();
        }
        boolean unused = ForkJoinPool.commonPool().awaitQuiescence(10, TimeUnit.SECONDS);

        // Then: those that are done again were not kept
        int kept = 0;
        for (int i = 0; i < keys; i++) {
            boolean[] done = new boolean[1];
            cache.once("client\n" + i, asked, () -> {
                        done[0] = true;
                        return CompletableFuture.completedFuture(Answer.of(400, Answer.JSON, new byte[0]));
                    })
                    .join();
            kept += done[0] ? 0 : 1;
        }
        assertThat(kept).isBetween(100, (32 << 20) / 10_000 + 100);
    }
}
