package dev.brine.gateway.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BatchThreadTest {

    /** Writes into a list when it is allowed to. */
    private static final class Slow implements BatchThread.Target<Integer> {

        private final Semaphore allowed = new Semaphore(0);
        private final List<Integer> written = new ArrayList<>();
        private final List<Integer> sizes = new ArrayList<>();
        private int failures;

        @Override
        public void write(List<BatchThread.Item<Integer>> batch) throws IOException, InterruptedException {
            allowed.acquire();
            if (failures > 0) {
                failures--;
                throw new IOException("the disk is full");
            }
            batch.forEach(item -> written.add(item.what()));
            sizes.add(batch.size());
        }

        @Override
        public void idle() {}

        @Override
        public void close(Duration atMost) {}
    }

    @Test
    void whatComesMeanwhileIsWrittenTogether() throws Exception {
        // Given
        Slow target = new Slow();
        BatchThread<Integer> thread = new BatchThread<>("it", target);
        thread.start();
        CompletableFuture<Void> first = thread.add(1);
        await().until(() -> target.allowed.hasQueuedThreads());

        // When
        List<CompletableFuture<Void>> rest = List.of(thread.add(2), thread.add(3), thread.add(4));
        assertThat(first).isNotDone();
        target.allowed.release(2);

        // Then
        for (CompletableFuture<Void> one : rest) {
            one.get(10, TimeUnit.SECONDS);
        }
        thread.close(Duration.ofSeconds(10));
        assertThat(target.sizes).containsExactly(1, 3);
        assertThat(target.written).containsExactly(1, 2, 3, 4);
    }

    @Test
    void failureIsWaitedForAndSaid() throws Exception {
        // Given
        Slow target = new Slow();
        target.failures = 2;
        BatchThread<Integer> thread = new BatchThread<>("it", target);
        thread.start();
        CompletableFuture<Void> written = thread.add(1);

        // When
        target.allowed.release();

        // Then
        await().until(() -> thread.condition().status().equals("sink-down"));
        assertThat(thread.condition().reason()).isEqualTo("the disk is full");
        assertThat(written).isNotDone();
        target.allowed.release(2);
        written.get(10, TimeUnit.SECONDS);
        await().until(() -> thread.condition().status().equals("ok"));
        thread.close(Duration.ofSeconds(10));
        assertThat(target.written).containsExactly(1);
    }

    @Test
    void endWritesWhatIsThereAndFailsWhatHasNoTime() throws Exception {
        // Given
        Slow target = new Slow();
        BatchThread<Integer> thread = new BatchThread<>("it", target);
        thread.start();
        CompletableFuture<Void> held = thread.add(1);
        await().until(() -> target.allowed.hasQueuedThreads());
        CompletableFuture<Void> queued = thread.add(2);

        // When
        thread.close(Duration.ofMillis(50));

        // Then
        assertThat(held).isCompletedExceptionally();
        assertThat(queued).isCompletedExceptionally();
        assertThat(thread.add(3)).isCompletedExceptionally();
        assertThat(target.written).isEmpty();
    }

    @Test
    void allThatWasHandedInBeforeTheEndIsWritten() throws Exception {
        // Given
        Slow target = new Slow();
        target.allowed.release(1000);
        BatchThread<Integer> thread = new BatchThread<>("it", target);
        thread.start();
        CountDownLatch done = new CountDownLatch(100);

        // When
        for (int i = 0; i < 100; i++) {
            var unused = thread.add(i).thenRun(done::countDown);
        }
        thread.close(Duration.ofSeconds(10));

        // Then
        assertThat(done.await(1, TimeUnit.SECONDS)).isTrue();
        assertThat(target.written).hasSize(100).isSorted();
    }
}
