package dev.brine.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SourceLoopTest {

    /** Work of which a test says only what matters. */
    private abstract static class Some implements SourceLoop.Work {

        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public SourceLoop.Pause after(Exception failure, int failures) {
            return new SourceLoop.Pause("away", failure.getMessage() + " " + failures, Duration.ofMillis(1));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void failureHoldsTheSourceUntilItsWorkIsDone() {
        // Given
        CountDownLatch back = new CountDownLatch(1);
        Some work = new Some() {
            @Override
            public Duration once() throws Exception {
                if (back.getCount() > 0) {
                    calls.incrementAndGet();
                    throw new IOException("planned");
                }
                return Duration.ofHours(1);
            }
        };
        SourceLoop loop = new SourceLoop("in");
        assertThat(loop.condition().ready()).isFalse();

        // When
        loop.start("test", work);
        Awaitility.await().until(() -> work.calls.get() >= 3);

        // Then
        Condition held = loop.condition();
        assertThat(held.live() && held.ready()).isTrue();
        assertThat(held.status()).isEqualTo("away");
        assertThat(held.reason()).matches("planned [0-9]+");
        back.countDown();
        Awaitility.await().until(() -> loop.condition().equals(Condition.OK));

        // And a wait of an hour does not hold up its end
        loop.end(Duration.ofSeconds(20));
        Awaitility.await().until(() -> work.closed.get() == 1);
        assertThat(loop.condition().ready()).isFalse();
        assertThat(loop.condition().live()).isTrue();
    }

    @Test
    void workThatDoesNotEndInTimeIsInterrupted() {
        // Given
        Some work = new Some() {
            @Override
            public Duration once() throws InterruptedException {
                calls.incrementAndGet();
                new CountDownLatch(1).await();
                return Duration.ZERO;
            }
        };
        SourceLoop loop = new SourceLoop("in");
        loop.start("test", work);
        Awaitility.await().until(() -> work.calls.get() == 1);

        // When
        loop.end(Duration.ofMillis(20));

        // Then
        Awaitility.await().until(() -> work.closed.get() == 1);
        assertThat(loop.condition().status()).isEqualTo("ok");
    }

    @Test
    void errorEndsTheLoopAndOnlyARestartHelps() {
        // Given
        Some work = new Some() {
            @Override
            public Duration once() {
                Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> calls.incrementAndGet());
                throw new AssertionError("planned");
            }
        };
        SourceLoop loop = new SourceLoop("in");

        // When
        loop.start("test", work);

        // Then
        Awaitility.await().until(() -> work.calls.get() == 1);
        assertThat(loop.condition().live()).isFalse();
        assertThat(loop.condition().reason()).contains("in has failed");
        assertThat(work.closed).hasValue(1);
    }
}
