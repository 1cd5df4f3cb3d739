package dev.brine.gateway.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class StallTest {

    private final AtomicLong now = new AtomicLong();
    private final Stall stall = new Stall(Duration.ofSeconds(3), now::get);

    private void after(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void recordsThatWaitAndNoneThatArrivesIsAStall() {
        stall.watch(new CompletableFuture<>());
        after(3);
        assertThat(stall.stalled()).isFalse();
        after(1);
        assertThat(stall.stalled()).isTrue();
    }

    @Test
    void oneThatArrivesEndsIt() {
        CompletableFuture<String> one = new CompletableFuture<>();
        stall.watch(one);
        stall.watch(new CompletableFuture<>());
        after(4);
        one.complete("");
        assertThat(stall.stalled()).isFalse();
        after(4);
        assertThat(stall.stalled()).isTrue();
    }

    @Test
    void whenAllHaveFailedTheNextMayTry() {
        CompletableFuture<String> one = new CompletableFuture<>();
        stall.watch(one);
        after(20);
        one.completeExceptionally(new TimeoutException());
        assertThat(stall.stalled()).isFalse();
        after(60);
        stall.watch(new CompletableFuture<>());
        assertThat(stall.stalled()).isFalse();
    }
}
