package dev.brine.consumer.internal.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brine.consumer.internal.lanes.BatchProcessor.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BatchDispatcherTest {

    private static final Duration NEVER = Duration.ofHours(1);

    private final Timekeeper timekeeper = new Timekeeper("timekeeper");
    private final Threads threads = Threads.pool("batches");
    private final Assignment assignment = new Assignment(Samples.PARTITION, 1);
    private final Queue<List<Long>> batches = new ConcurrentLinkedQueue<>();
    private final Queue<Trigger> triggers = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        threads.interruptAll();
        timekeeper.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keysKeepTheirOrderAcrossBatchesUnderRandomSchedules(long seed) {
        // Given
        BatchStress stress = new BatchStress(seed, Threads.pool("stress"));
        KeyLanes lanes = new KeyLanes(stress.assignment());

        // When
        stress.run(lanes, 3_000, 1 + (int) (seed * 7 % 40));

        // Then
        assertThat(lanes.size()).as("lanes that were not given up").isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void partitionsAndFreeRecordsComeInBatchesOfSeveral(long seed) {
        // Given
        BatchStress ordered = new BatchStress(seed, Threads.pool("stress"));
        BatchStress free = new BatchStress(seed, Threads.pool("stress"));

        // When, Then
        assertThat(ordered.run(Lanes.partition(ordered.assignment()), 1_500, 10))
                .isPositive();
        assertThat(free.run(Lanes.none(free.assignment()), 1_500, 10)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void virtualThreadsKeepTheOrderToo(long seed) {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");
        BatchStress stress = new BatchStress(seed, Threads.virtual("stress"));
        stress.run(new KeyLanes(stress.assignment()), 3_000, 20);
    }

    @Test
    void fullBatchDoesNotWaitAndTheRestDoes() {
        // Given
        Dispatcher dispatcher = dispatcher(10, NEVER, 5, works -> {});

        // When
        submit(dispatcher, 0, 25);

        // Then
        await().untilAsserted(() -> assertThat(batches).hasSize(2));
        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSize(10));
        await().untilAsserted(() -> assertThat(dispatcher.inHandlers()).isZero());
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(numbers(0, 20));
        assertThat(triggers).containsOnly(Trigger.FULL);

        // When: what was missing comes
        submit(dispatcher, 25, 30);

        // Then
        await().untilAsserted(() -> assertThat(batches).hasSize(3));
    }

    @Test
    void partialBatchBeginsWhenItsFirstRecordHasWaitedLongEnough() {
        // Given
        Dispatcher dispatcher = dispatcher(10, Duration.ofMillis(50), 5, works -> {});
        long began = System.nanoTime();

        // When
        submit(dispatcher, 0, 3);

        // Then
        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of(0L, 1L, 2L)));
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000);
        assertThat(triggers).containsExactly(Trigger.WAITED);
    }

    @Test
    void recordsThatComeForAWaitingLaneJoinItsBatch() {
        // Given: one lane, one record, nobody else to wait for
        Dispatcher dispatcher = dispatcher(4, NEVER, 5, works -> {});
        Lane lane = new Lane(assignment);
        append(dispatcher, lane, 0, 1);
        dispatcher.start();

        // When
        append(dispatcher, lane, 1, 6);
        dispatcher.nudge();

        // Then
        await().untilAsserted(() -> assertThat(batches).containsExactly(List.of(0L, 1L, 2L, 3L)));
    }

    @Test
    void waitingHoldsNoThreadAndNoPlaceUnderTheCap() {
        // When
        Dispatcher dispatcher = dispatcher(10, NEVER, 1, works -> {});
        submit(dispatcher, 0, 9);

        // Then
        assertThat(dispatcher.inHandlers()).isZero();
        assertThat(dispatcher.hasReady()).isFalse();
    }

    @Test
    void capCountsBatches() {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        Dispatcher dispatcher = dispatcher(10, NEVER, 3, works -> {
            inside.incrementAndGet();
            release.await();
        });

        // When
        submit(dispatcher, 0, 100);

        // Then
        await().untilAsserted(() -> assertThat(inside).hasValue(3));
        assertThat(dispatcher.inHandlers()).isEqualTo(3);
        release.countDown();
        await().untilAsserted(() -> assertThat(inside).hasValue(10));
    }

    @Test
    void whatIsLeftWhenABatchBeginsIsTimedAnew() {
        // Given: one batch in its handler, another that is over its time and waits for the cap, and a later record
        CountDownLatch release = new CountDownLatch(1);
        Dispatcher dispatcher = dispatcher(10, Duration.ofMillis(300), 1, works -> release.await());
        submit(dispatcher, 0, 10);
        await().untilAsserted(() -> assertThat(batches).hasSize(1));
        submit(dispatcher, 10, 20);
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        submit(dispatcher, 20, 21);
        await().pollDelay(Duration.ofMillis(150)).until(() -> true);

        // When
        release.countDown();

        // Then: nobody looks but the timer
        await().untilAsserted(() -> assertThat(batches).hasSize(3));
        assertThat(batches).last().isEqualTo(List.of(20L));
    }

    @Test
    void nothingOfAClosedAssignmentIsHandedOut() {
        // Given
        Dispatcher dispatcher = dispatcher(2, NEVER, 3, works -> {});
        submit(dispatcher, 0, 1);

        // When
        assignment.close();
        submit(dispatcher, 1, 2);

        // Then
        await().untilAsserted(() -> assertThat(dispatcher.hasReady()).isFalse());
        await().untilAsserted(() -> assertThat(dispatcher.inHandlers()).isZero());
        assertThat(batches).isEmpty();
        assertThat(assignment.inHandlers()).isZero();
    }

    interface Call {
        void call(List<Work> works) throws Exception;
    }

    private Dispatcher dispatcher(int maxRecords, Duration maxWait, int cap, Call call) {
        BatchProcessor processor = new BatchProcessor() {
            @Override
            public int maxRecords() {
                return maxRecords;
            }

            @Override
            public long maxWaitNanos() {
                return maxWait.toNanos();
            }

            @Override
            public Timekeeper timekeeper() {
                return timekeeper;
            }

            @Override
            public Verdict prepare(Work work) {
                return null;
            }

            @Override
            public Answers handle(List<Work> works, Trigger trigger) {
                batches.add(works.stream().map(Work::ticket).toList());
                triggers.add(trigger);
                try {
                    call.call(works);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return new Answers() {
                    @Override
                    public Verdict verdict(int index) {
                        return Verdict.DONE;
                    }

                    @Override
                    public void setAside(int from, int to) {}
                };
            }

            @Override
            public Verdict attempt(Work work) {
                throw new IllegalStateException("records come in batches");
            }

            @Override
            public Verdict settle(Work work, Throwable failure) {
                throw new IllegalStateException("nothing is pending");
            }
        };
        return Dispatcher.of(cap, processor, new Completions(() -> {}), work -> {}, threads, true, fault -> {
            throw new IllegalStateException(fault);
        });
    }

    private void submit(Dispatcher dispatcher, int from, int to) {
        for (int ticket = from; ticket < to; ticket++) {
            append(dispatcher, new Lane(assignment), ticket, ticket + 1);
        }
        dispatcher.start();
    }

    private static void append(Dispatcher dispatcher, Lane lane, int from, int to) {
        for (int ticket = from; ticket < to; ticket++) {
            if (lane.append(new Work(lane, ticket, Samples.record(ticket, "k", "v")))) {
                dispatcher.add(lane);
            }
        }
    }

    private static List<Long> numbers(long from, long to) {
        List<Long> numbers = new ArrayList<>();
        for (long number = from; number < to; number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
