package dev.brine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WorkQueueTest {

    private final AtomicLong clock = new AtomicLong();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final WorkQueue queue = new WorkQueue("test", 1, 4, Duration.ofMillis(25), clock::get);
    private CountDownLatch gate = new CountDownLatch(1);

    @BeforeEach
    void longAfterTheStart() {
        pass(11_000);
    }

    @AfterEach
    void close() {
        gate.countDown();
        queue.close();
    }

    @Test
    void aBurstMayWaitForAsLongAsItTakes() throws InterruptedException {
        // Given
        block();
        submit("a");
        pass(90);

        // Then
        assertThat(queue.crowded()).isFalse();
        gate.countDown();
        assertThat(told(1)).containsExactly("a done");
    }

    @Test
    void inAQueueThatStandsWhoHasWaitedTooLongIsTurnedAwayAndWhoComesIsToo() throws InterruptedException {
        // Given
        block();
        submit("a");
        submit("b");
        pass(120);
        submit("c");

        // When
        boolean crowded = queue.crowded();
        gate.countDown();

        // Then
        assertThat(crowded).isTrue();
        assertThat(told(3)).containsExactly("a late", "b late", "c done");
    }

    @Test
    void whereTheWorkIsLongWhoWaitsForSomeOfItIsNotTurnedAway() throws InterruptedException {
        // Given: work of 100 ms
        for (int i = 0; i < 200; i++) {
            queue.execute(() -> pass(100), () -> told.add("never"));
            queue.execute(() -> told.add("next"), () -> told.add("never"));
            assertThat(told(1)).containsExactly("next");
        }

        // When
        block();
        submit("a");
        submit("b");
        pass(150);

        // Then
        assertThat(queue.crowded()).isFalse();
        gate.countDown();
        assertThat(told(2)).containsExactly("a done", "b done");
    }

    @Test
    void inAQueueThatStandsNobodyIsLetInWhoWouldWaitTooLong() throws InterruptedException {
        try (WorkQueue longer = new WorkQueue("longer", 1, 20, Duration.ofMillis(25), clock::get)) {
            // Given: work of 10 ms on average, and a queue that has stood for 110 ms, whose first has just come
            pass(11_000);
            for (int i = 0; i < 500; i++) {
                longer.execute(() -> pass(20), () -> told.add("never"));
                longer.execute(() -> told.add("next"), () -> told.add("never"));
                assertThat(told(1)).containsExactly("next");
            }
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch second = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch secondBegun = new CountDownLatch(1);
            longer.execute(() -> await(begun, first), () -> told.add("never"));
            begun.await();
            longer.execute(() -> told.add("a done"), () -> told.add("a late"));
            pass(110);
            longer.execute(() -> await(secondBegun, second), () -> told.add("never"));
            longer.execute(() -> told.add("b done"), () -> told.add("b late"));
            first.countDown();
            secondBegun.await();

            // When
            boolean few = longer.crowded();
            for (int i = 0; i < 10; i++) {
                longer.execute(() -> told.add("more"), () -> told.add("more"));
            }
            boolean many = longer.crowded();
            second.countDown();

            // Then
            assertThat(few).isFalse();
            assertThat(many).isTrue();
        }
    }

    @Test
    void afterTooMuchABurstMayNotWaitAgain() throws InterruptedException {
        // Given
        turnAway();

        // When
        block();
        submit("c");
        pass(50);

        // Then
        assertThat(queue.crowded()).isTrue();
        gate.countDown();
        assertThat(told(1)).containsExactly("c late");
    }

    @Test
    void onceNobodyWasTurnedAwayForASecondAllIsAsBefore() throws InterruptedException {
        // Given
        turnAway();
        pass(1_100);

        // When
        block();
        submit("c");
        pass(50);

        // Then
        assertThat(queue.crowded()).isFalse();
        gate.countDown();
        assertThat(told(1)).containsExactly("c done");
    }

    private void turnAway() throws InterruptedException {
        block();
        submit("a");
        submit("b");
        pass(120);
        gate.countDown();
        assertThat(told(2)).containsExactly("a late", "b late");
    }

    @Test
    void aColdProcessTurnsNobodyAwayForBeingSlow() throws InterruptedException {
        // Given
        try (WorkQueue cold = new WorkQueue("cold", 1, 4, Duration.ofMillis(25), clock::get)) {
            CountDownLatch first = new CountDownLatch(1);
            CountDownLatch started = new CountDownLatch(1);
            cold.execute(() -> await(started, first), () -> told.add("never"));
            started.await();
            cold.execute(() -> told.add("a done"), () -> told.add("a late"));
            cold.execute(() -> told.add("b done"), () -> told.add("b late"));
            pass(5_000);

            // Then
            assertThat(cold.crowded()).isFalse();
            first.countDown();
            assertThat(told(2)).containsExactly("a done", "b done");
        }
    }

    @Test
    void noMoreWaitThanMay() throws InterruptedException {
        // Given
        block();
        List.of("a", "b", "c", "d").forEach(this::submit);

        // Then
        assertThatThrownBy(() -> submit("e")).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        assertThat(told(4)).containsExactly("a done", "b done", "c done", "d done");
    }

    private void block() throws InterruptedException {
        gate = new CountDownLatch(1);
        CountDownLatch closed = gate;
        CountDownLatch started = new CountDownLatch(1);
        queue.execute(() -> await(started, closed), () -> told.add("never"));
        started.await();
    }

    private static void await(CountDownLatch started, CountDownLatch gate) {
        started.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(String name) {
        queue.execute(() -> told.add(name + " done"), () -> told.add(name + " late"));
    }

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private List<String> told(int count) throws InterruptedException {
        String[] words = new String[count];
        for (int i = 0; i < count; i++) {
            words[i] = told.poll(20, TimeUnit.SECONDS);
        }
        return List.of(words);
    }
}
