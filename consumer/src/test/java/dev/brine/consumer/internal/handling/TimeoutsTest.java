package dev.brine.consumer.internal.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.brine.consumer.AsyncContextHandler;
import dev.brine.consumer.AsyncHandler;
import dev.brine.consumer.AttemptTimeoutException;
import dev.brine.consumer.ContextHandler;
import dev.brine.consumer.Finished;
import dev.brine.consumer.Handler;
import dev.brine.consumer.Retry;
import dev.brine.consumer.TextReader;
import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Dispatcher;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Threads;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.RecordingOutlet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TimeoutsTest {

    private static final Duration LONG = Duration.ofHours(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Timekeeper timekeeper = new Timekeeper("timekeeper");
    private final List<Integer> attempts = new ArrayList<>();
    private final List<Finished<String, String>> finished = new ArrayList<>();
    private final RecordingOutlet outlet = new RecordingOutlet();

    @AfterEach
    void close() {
        timekeeper.close();
    }

    @Test
    void handlerPastItsTimeIsInterruptedAndHasFailed() {
        // Given
        HandlerProcessor<String, String> processor = sync(Duration.ofMillis(20), message -> {
            attempts.add(message.attempt());
            new CountDownLatch(1).await();
        });
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict first = processor.attempt(work);
        Verdict second = processor.attempt(work);
        Verdict third = processor.attempt(work);

        // Then
        assertThat(List.of(first, second, third)).containsExactly(Verdict.RETRY, Verdict.RETRY, Verdict.DEAD);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(work.attempts().count()).isEqualTo(3);
        assertThat(work.attempts().stage()).isEqualTo(Stage.TIMEOUT);
        assertThat(work.attempts().cause())
                .isInstanceOf(AttemptTimeoutException.class)
                .hasMessageContaining("PT0.02S")
                .hasCauseInstanceOf(InterruptedException.class);
        await().untilAsserted(() -> assertThat(timeouts("expired")).isEqualTo(3));
        assertThat(timeouts("late")).isZero();
    }

    @Test
    void handlerThatDoesNotHeedTheInterruptKeepsItsLaneAndIsNamed() throws ExecutionException, InterruptedException {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        HandlerProcessor<String, String> processor = sync(Duration.ofMillis(20), message -> unheeding(release));
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        CompletableFuture<Verdict> verdict = CompletableFuture.supplyAsync(() -> processor.attempt(work));

        // Then
        await().untilAsserted(() -> assertThat(processor.overdue(Samples.PARTITION))
                .contains("the handler of orders-3@7 was interrupted after PT0.02S and has not returned"));
        assertThat(processor.overdue(new TopicPartition("orders", 4))).isNull();
        assertThat(verdict).isNotDone();

        // When: it ends well, after all
        release.countDown();

        // Then
        assertThat(verdict.get()).isEqualTo(Verdict.RETRY);
        assertThat(finished).isEmpty();
        assertThat(timeouts("late")).isEqualTo(1);
        assertThat(processor.overdue(Samples.PARTITION)).isNull();
    }

    @Test
    void interruptNeverReachesTheNextHandlerOnTheThread() {
        // Given: handlers that end about when their time does, and quick ones in between
        long seed = System.nanoTime();
        Random random = new Random(seed);
        AtomicBoolean interrupted = new AtomicBoolean();
        HandlerProcessor<String, String> processor = sync(Duration.ofMillis(2), message -> {
            long end = System.nanoTime() + 1_500_000 + random.nextInt(3_000_000);
            while (System.nanoTime() < end && message.offset() % 2 == 0) {
                Thread.onSpinWait();
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });

        // When
        int expired = 0;
        int hit = 0;
        for (int i = 0; i < 1_000; i++) {
            Verdict verdict = processor.attempt(Samples.work(Samples.record(i, "alice", "order")));
            expired += verdict == Verdict.DONE ? 0 : 1;
            // Who was in time was not interrupted for its own sake.
            hit += verdict == Verdict.DONE && interrupted.get() ? 1 : 0;
        }

        // Then
        assertThat(hit).as("seed %d", seed).isZero();
        assertThat(Thread.interrupted()).as("seed %d", seed).isFalse();
        assertThat(expired).as("seed %d: the test needs some of both", seed).isBetween(1, 999);
    }

    @Test
    void handlersThreadGoesOnOnlyWhenItsInterruptHasArrived() throws InterruptedException {
        // Given: a thread whose interrupts take their time
        CountDownLatch onItsWay = new CountDownLatch(1);
        CountDownLatch arrives = new CountDownLatch(1);
        AtomicReference<Watch.OfThread> watch = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> left = new CompletableFuture<>();
        Thread handler =
                new Thread(() -> {
                    watch.set(new Watch.OfThread(List.of(), 0));
                    begun.countDown();
                    while (onItsWay.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                    boolean inTime = watch.get().end();
                    left.complete(inTime || Thread.currentThread().isInterrupted());
                }) {
                    @Override
                    public void interrupt() {
                        onItsWay.countDown();
                        try {
                            arrives.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        super.interrupt();
                    }
                };
        handler.start();
        begun.await();

        // When
        CompletableFuture<Boolean> expired =
                CompletableFuture.supplyAsync(() -> watch.get().expire());
        onItsWay.await();

        // Then
        assertThatThrownBy(() -> left.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        arrives.countDown();
        assertThat(expired.join()).isTrue();
        assertThat(left.join()).as("in time, or still interrupted").isFalse();
        handler.join();
    }

    @Test
    void attemptPastItsTimeSendsNothingHoweverItEnds() {
        // Given
        HandlerProcessor<String, String> sync = processor(
                Duration.ofMillis(20),
                HandlerCall.of((ContextHandler<String, String>) (message, context) -> {
                    context.send("out", null, new byte[1]);
                    assertThatThrownBy(() -> new CountDownLatch(1).await()).isInstanceOf(InterruptedException.class);
                }),
                Retry.times(3));
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Run run = new Run(processor(
                Duration.ofMillis(20),
                HandlerCall.of((AsyncContextHandler<String, String>) (message, context) -> {
                    context.send("out", null, new byte[1]);
                    return answer;
                }),
                Retry.times(3)));

        // When
        Verdict returned = sync.attempt(Samples.work(Samples.record(7, "alice", "order")));
        Work ended = run.one();
        answer.complete(null);

        // Then
        assertThat(returned).isEqualTo(Verdict.RETRY);
        assertThat(ended.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(ended.attempts().stage()).isEqualTo(Stage.TIMEOUT);
        assertThat(outlet.handed).isEmpty();
        assertThat(timeouts("late")).isEqualTo(2);
        run.stop();
    }

    @Test
    void acknowledgementsAreNotUnderTheLimit() {
        // Given
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        outlet.answer = acknowledged;
        Run run = new Run(processor(
                Duration.ofMillis(20),
                HandlerCall.of(
                        (ContextHandler<String, String>) (message, context) -> context.send("out", null, new byte[1])),
                Retry.times(3)));
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS).execute(() -> acknowledged.complete(null));

        // When
        Work ended = run.one();

        // Then
        assertThat(ended.verdict()).isEqualTo(Verdict.DONE);
        run.stop();
    }

    @Test
    void handlersByTypeAreUnderTheLimitToo() {
        // Given
        Routes.Builder<String, String> routes = new Routes.Builder<>();
        routes.add(String.class, HandlerCall.of((Handler<String, String>) message -> new CountDownLatch(1).await()));
        routes.otherwise(HandlerCall.of((Handler<String, String>) message -> new CountDownLatch(1).await()));
        HandlerProcessor<String, String> processor = processor(Duration.ofMillis(20), routes.build(), Retry.times(3));
        Work typed = Samples.work(Samples.record(7, "alice", "order"));
        Work tombstone = Samples.work(Samples.record(8, "alice", null));

        // When
        processor.attempt(typed);
        processor.attempt(tombstone);

        // Then
        assertThat(typed.attempts().stage()).isEqualTo(Stage.TIMEOUT);
        assertThat(tombstone.attempts().stage()).isEqualTo(Stage.TIMEOUT);
    }

    @Test
    void handlerInTimeIsDone() {
        assertThat(sync(LONG, message -> {}).attempt(Samples.work(Samples.record(7, "alice", "order"))))
                .isEqualTo(Verdict.DONE);
        assertThat(async(LONG, message -> CompletableFuture.completedFuture(1))
                        .attempt(Samples.work(Samples.record(7, "alice", "order"))))
                .isEqualTo(Verdict.DONE);
    }

    @Test
    void timeoutIsAFailureWithAClassAsOthers() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        HandlerProcessor<String, String> processor = processor(
                Duration.ofMillis(10),
                HandlerCall.of((Handler<String, String>) message -> new CountDownLatch(1).await()),
                Retry.times(3).giveUpOn(TimeoutException.class));

        // When
        Verdict verdict = processor.attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(work.attempts().stage()).isEqualTo(Stage.TIMEOUT);
    }

    @Test
    void timeoutsOfAHandlersOwnAreFailuresOfTheHandler() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));

        // When
        Verdict verdict = sync(LONG, message -> {
                    throw new TimeoutException("a query of its own");
                })
                .attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.RETRY);
        assertThat(work.attempts().stage()).isEqualTo(Stage.HANDLER);
    }

    @Test
    void stagePastItsTimeIsGivenUpAndItsLateEndDropped() {
        // Given
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Run run = new Run(async(Duration.ofMillis(20), message -> answer));

        // When
        Work ended = run.one();

        // Then
        assertThat(ended.verdict()).isEqualTo(Verdict.RETRY);
        assertThat(ended.attempts().stage()).isEqualTo(Stage.TIMEOUT);
        await().untilAsserted(() -> assertThat(run.dispatcher.inHandlers()).isZero());
        assertThat(answer).as("not cancelled, it may be shared").isNotDone();

        // When
        answer.complete(null);

        // Then
        assertThat(timeouts("late")).isEqualTo(1);
        assertThat(finished).isEmpty();
        assertThat(run.completions.isEmpty()).isTrue();
        run.stop();
    }

    @Test
    void stageInTimeIsDoneOnce() {
        // Given
        CompletableFuture<Void> answer = new CompletableFuture<>();
        Run run = new Run(async(LONG, message -> answer));
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(() -> answer.complete(null));

        // When
        Work ended = run.one();

        // Then
        assertThat(ended.verdict()).isEqualTo(Verdict.DONE);
        assertThat(finished).hasSize(1);
        run.stop();
    }

    @Test
    void asynchronousHandlerThatBlocksBeforeItAnswersIsUnderTheSameLimit() {
        // Given
        Work work = Samples.work(Samples.record(7, "alice", "order"));
        CountDownLatch release = new CountDownLatch(1);
        HandlerProcessor<String, String> processor = async(Duration.ofMillis(20), message -> {
            release.await();
            return new CompletableFuture<>();
        });

        // When
        Verdict verdict = processor.attempt(work);

        // Then
        assertThat(verdict).isEqualTo(Verdict.RETRY);
        assertThat(work.attempts().stage()).isEqualTo(Stage.TIMEOUT);
    }

    private static void unheeding(CountDownLatch release) {
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                // What the test is about.
            }
        }
    }

    private double timeouts(String outcome) {
        return registry.find("brine.worker.timeouts").tag("outcome", outcome).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private HandlerProcessor<String, String> sync(Duration limit, Handler<String, String> handler) {
        return processor(limit, HandlerCall.of(handler), Retry.times(3));
    }

    private HandlerProcessor<String, String> async(Duration limit, AsyncHandler<String, String> handler) {
        return processor(limit, HandlerCall.of(handler), Retry.times(3));
    }

    private HandlerProcessor<String, String> processor(Duration limit, HandlerCall<String, String> call, Retry retry) {
        Outcomes<String, String> outcomes = new Outcomes<>();
        outcomes.add(finished::add);
        Timeouts timeouts = new Timeouts(limit, timekeeper, new HandlingMeters(registry, "billing"));
        return new HandlerProcessor<>(
                new StringDeserializer(), new TextReader(), call, retry, outcomes, outlet, timeouts, timekeeper::close);
    }

    /** A dispatcher for one record. */
    private static final class Run {

        private final Threads threads = Threads.pool("run");
        private final Completions completions = new Completions(() -> {});
        private final Dispatcher dispatcher;

        Run(HandlerProcessor<String, String> processor) {
            dispatcher = new Dispatcher(3, processor, completions, work -> {}, threads, fault -> {
                throw new IllegalStateException(fault);
            });
        }

        Work one() {
            Lane lane = new Lane(new Assignment(Samples.PARTITION, 1));
            lane.append(new Work(lane, 0, Samples.record(7, "alice", "order")));
            dispatcher.add(lane);
            dispatcher.start();
            List<Work> ended = new ArrayList<>();
            await().until(() -> completions.drainTo(ended::add) > 0);
            return ended.get(0);
        }

        void stop() {
            threads.interruptAll();
        }
    }
}
