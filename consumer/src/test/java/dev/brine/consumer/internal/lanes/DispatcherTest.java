package dev.brine.consumer.internal.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatcherTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keysKeepTheirOrderAndTheCapHoldsUnderRandomSchedules(long seed) {
        // Given
        LaneStress stress = new LaneStress(seed, 1 + (int) (seed * 5 % 17), Threads.pool("stress"));
        KeyLanes lanes = new KeyLanes(stress.assignment());

        // When
        stress.run(lanes, 4_000, 1 + (int) (seed * 7 % 40));

        // Then
        assertThat(lanes.size()).as("lanes that were not given up").isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void virtualThreadsKeepOrderAndCapToo(long seed) {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need Java 21");

        // Given
        LaneStress stress = new LaneStress(seed, 1 + (int) (seed * 5 % 17), Threads.virtual("stress"));
        KeyLanes lanes = new KeyLanes(stress.assignment());

        // When
        stress.run(lanes, 4_000, 1 + (int) (seed * 7 % 40));

        // Then
        assertThat(lanes.size()).as("lanes that were not given up").isZero();
    }

    @Test
    void partitionLaneHasOneRecordInAHandlerAtATime() {
        // Given
        LaneStress stress = new LaneStress(21, 8, Threads.pool("stress"));

        // When
        int most = stress.run(Lanes.partition(stress.assignment()), 2_000, 10);

        // Then
        assertThat(most).isOne();
    }

    @Test
    void blockingHandlersFillTheCap() {
        // Given
        int cap = 50;
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        Dispatcher dispatcher = dispatcher(cap, Threads.pool("fill"), work -> {
            inside.incrementAndGet();
            release.await();
        });

        // When
        submit(dispatcher, new Assignment(Samples.PARTITION, 1), 80);

        // Then
        await().untilAsserted(() -> assertThat(inside).hasValue(cap));
        assertThat(dispatcher.inHandlers()).isEqualTo(cap);
        release.countDown();
        await().untilAsserted(() -> assertThat(inside).hasValue(80));
        await().untilAsserted(() -> assertThat(dispatcher.inHandlers()).isZero());
    }

    @Test
    void quickHandlersThatTurnSlowGetTheirThreadsWhenNudged() {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        Dispatcher dispatcher = dispatcher(20, Threads.pool("turn"), work -> {
            calls.incrementAndGet();
            if (work.ticket() >= 5_000) {
                inside.incrementAndGet();
                release.await();
            }
        });
        Assignment assignment = new Assignment(Samples.PARTITION, 1);
        submit(dispatcher, assignment, 5_000);
        await().untilAsserted(() -> assertThat(calls).hasValue(5_000));

        // When
        submit(dispatcher, assignment, 5_000, 5_020);

        // Then
        await().untilAsserted(() -> {
            dispatcher.nudge();
            assertThat(inside).hasValue(20);
        });
        release.countDown();
    }

    @Test
    void handlerThatTurnsSlowInABundleHoldsUpNeitherTheOthersNorWhatIsFinished() {
        // Given: quick enough for whole bundles, then one of a bundle that does not return
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Completions completions = new Completions(() -> {});
        Dispatcher dispatcher = new Dispatcher(
                2,
                new Calls(work -> {
                    calls.incrementAndGet();
                    if (work.ticket() == 10_010) {
                        release.await();
                    }
                }),
                completions,
                work -> {},
                Threads.pool("stands"),
                fault -> {
                    throw new IllegalStateException(fault);
                });
        Assignment assignment = new Assignment(Samples.PARTITION, 1);
        Set<Long> back = new HashSet<>();
        submit(dispatcher, assignment, 0, 10_000);
        await().untilAsserted(() -> {
            completions.drainTo(work -> back.add(work.ticket()));
            assertThat(back).hasSize(10_000);
        });
        back.clear();

        // When
        dispatcher.add(assignment, lanes(assignment, 10_000, 10_040).toArray(new Lane[0]), 40);
        dispatcher.start();

        // Then: all but the one are handled and come back, by the owner's looking alone
        await().untilAsserted(() -> {
            dispatcher.nudge();
            completions.drainTo(work -> assertThat(back.add(work.ticket())).isTrue());
            assertThat(back).hasSize(39).doesNotContain(10_010L);
        });
        assertThat(dispatcher.inHandlers()).isOne();
        assertThat(assignment.inHandlers()).isOne();

        // When
        release.countDown();

        // Then
        await().untilAsserted(() -> assertThat(assignment.inHandlers()).isZero());
        completions.drainTo(work -> assertThat(back.add(work.ticket())).isTrue());
        assertThat(back).hasSize(40);
        assertThat(calls).hasValue(10_040);
        assertThat(dispatcher.hasReady()).isFalse();
    }

    @Test
    void bundleOfAClosedAssignmentIsHandedOutNoFurther() {
        // Given: quick enough for whole bundles
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Dispatcher dispatcher = dispatcher(1, Threads.pool("closed"), work -> {
            if (calls.incrementAndGet() > 10_000) {
                release.await();
            }
        });
        Assignment assignment = new Assignment(Samples.PARTITION, 1);
        submit(dispatcher, assignment, 0, 10_000);
        await().untilAsserted(() -> assertThat(calls).hasValue(10_000));
        dispatcher.add(assignment, lanes(assignment, 10_000, 10_020).toArray(new Lane[0]), 20);
        dispatcher.start();
        await().untilAsserted(() -> assertThat(calls).hasValue(10_001));

        // When
        assignment.close();
        release.countDown();

        // Then
        await().untilAsserted(() -> assertThat(dispatcher.inHandlers()).isZero());
        assertThat(calls).hasValue(10_001);
        assertThat(assignment.inHandlers()).isZero();
    }

    @Test
    void nothingOfAClosedAssignmentIsHandedOut() {
        // Given
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Dispatcher dispatcher = dispatcher(1, Threads.pool("closed"), work -> {
            calls.incrementAndGet();
            release.await();
        });
        Assignment assignment = new Assignment(Samples.PARTITION, 1);
        submit(dispatcher, assignment, 10);
        await().untilAsserted(() -> assertThat(calls).hasValue(1));

        // When
        assignment.close();
        release.countDown();

        // Then
        await().untilAsserted(() -> assertThat(dispatcher.inHandlers()).isZero());
        assertThat(calls).hasValue(1);
        assertThat(assignment.inHandlers()).isZero();
    }

    @Test
    void failureOutsideOfAHandlerIsToldAndGivesThePermitBack() {
        // Given
        ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
        Dispatcher dispatcher = new Dispatcher(
                1,
                new Calls(work -> {
                    throw new IllegalStateException("planted");
                }),
                new Completions(() -> {}),
                work -> {},
                Threads.pool("fault"),
                faults::add);

        // When
        submit(dispatcher, new Assignment(Samples.PARTITION, 1), 1);

        // Then
        await().untilAsserted(() -> assertThat(faults)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("planted"));
        assertThat(dispatcher.inHandlers()).isZero();
    }

    interface Call {
        void call(Work work) throws Exception;
    }

    /** Never fails by itself, other than the interface asks. */
    record Calls(Call call) implements Processor {
        @Override
        public Verdict attempt(Work work) {
            try {
                call.call(work);
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return Verdict.DONE;
        }

        @Override
        public Verdict settle(Work work, Throwable failure) {
            throw new IllegalStateException("nothing is pending");
        }
    }

    private static Dispatcher dispatcher(int cap, Threads threads, Call call) {
        return new Dispatcher(cap, new Calls(call), new Completions(() -> {}), work -> {}, threads, fault -> {
            throw new IllegalStateException(fault);
        });
    }

    private static void submit(Dispatcher dispatcher, Assignment assignment, int count) {
        submit(dispatcher, assignment, 0, count);
    }

    private static void submit(Dispatcher dispatcher, Assignment assignment, int from, int to) {
        lanes(assignment, from, to).forEach(dispatcher::add);
        dispatcher.start();
    }

    private static List<Lane> lanes(Assignment assignment, int from, int to) {
        List<Lane> lanes = new ArrayList<>();
        for (int ticket = from; ticket < to; ticket++) {
            Lane lane = new Lane(assignment);
            lane.append(new Work(lane, ticket, Samples.record(ticket, "k", "v")));
            lanes.add(lane);
        }
        return lanes;
    }
}
