package dev.brine.consumer.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Dispatcher;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Threads;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegulatedProcessorTest {

    private static final int ATTEMPTS = 3;

    private long now = 1;
    private final Regulator regulator = new Regulator(
            new Pacing(
                    null,
                    Map.of(),
                    CircuitBreaker.DEFAULT.window(10, 4).open(Duration.ofSeconds(1), Duration.ofSeconds(1))),
            "billing",
            () -> now,
            (nanos, task) -> {},
            new PacingMeters(null, "billing", "worker"));
    private Stage stage = Stage.HANDLER;
    private final Processor processor = regulator.around(new Processor() {
        @Override
        public Verdict attempt(Work work) {
            return fail(work);
        }

        @Override
        public Verdict settle(Work work, Throwable failure) {
            return failure == null ? Verdict.DONE : fail(work);
        }
    });

    /** As the judge does. */
    private Verdict fail(Work work) {
        int count = work.attempt();
        work.failed(new Attempts(count, 1, 1, stage, new IllegalStateException("down"), null, null, 0));
        return stage == Stage.GIVEN_UP || count >= ATTEMPTS ? Verdict.DEAD : Verdict.RETRY;
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"HANDLER", "TIMEOUT"})
    void onceItHasOpenedNoAttemptIsUsedUp(Stage failing) {
        // Given: two records with one attempt left, admitted before it opened
        stage = failing;
        Work first = work(1);
        first.failed(new Attempts(ATTEMPTS - 1, 1, 1, failing, new IllegalStateException(), null, null, 0));
        List<Verdict> verdicts = new ArrayList<>();

        // When
        for (int i = 10; i < 13; i++) {
            verdicts.add(processor.attempt(work(i)));
        }
        Verdict last = processor.attempt(first);
        Verdict refused = processor.attempt(work(20));

        // Then: the fourth call opened it, and did not make a dead letter
        assertThat(verdicts).containsOnly(Verdict.RETRY);
        assertThat(last).isEqualTo(Verdict.RETRY);
        assertThat(first.attempts().count()).isEqualTo(ATTEMPTS - 1);
        assertThat(refused).isEqualTo(Verdict.WAIT);
        // And its probe does not either, as often as it is one
        for (int i = 0; i < 10; i++) {
            now += 1_000_000_000;
            assertThat(processor.attempt(first)).isEqualTo(Verdict.RETRY);
            assertThat(first.attempt()).isEqualTo(ATTEMPTS);
            assertThat(processor.attempt(work(30 + i))).isEqualTo(Verdict.RETRY);
            assertThat(processor.attempt(work(50 + i))).isEqualTo(Verdict.WAIT);
        }
    }

    @Test
    void whatIsGivenUpIsDeadAndNoSign() {
        // Given
        stage = Stage.GIVEN_UP;

        // When, Then
        for (int i = 0; i < 50; i++) {
            assertThat(processor.attempt(work(i))).isEqualTo(Verdict.DEAD);
        }
        assertThat(regulator.paused()).isNull();
    }

    @Test
    void stagesThatFailOpenItToo() {
        // Given
        Processor pending = regulator.around(new Processor() {
            @Override
            public Verdict attempt(Work work) {
                return Verdict.PENDING;
            }

            @Override
            public Verdict settle(Work work, Throwable failure) {
                return fail(work);
            }
        });
        List<Work> works = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            works.add(work(i));
            assertThat(pending.attempt(works.get(i))).isEqualTo(Verdict.PENDING);
        }

        // When
        works.forEach(work -> pending.settle(work, new IllegalStateException("down")));

        // Then
        assertThat(regulator.paused()).contains("4 of the last 4 calls");
    }

    @Test
    void failuresOfARevokedPartitionAreNoSign() {
        // When: they may have failed only because they were interrupted
        for (int i = 0; i < 50; i++) {
            Work work = work(i);
            work.assignment().close();
            processor.attempt(work);
        }

        // Then
        assertThat(regulator.paused()).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void lanesThatWaitKeepTheirOrderAndAllComeToAnEnd(long seed) {
        // Given
        int records = 3_000;
        Random random = new Random(seed);
        Assignment assignment = new Assignment(Samples.PARTITION, 1);
        Lanes lanes = Lanes.keys(assignment);
        Map<Lane, Integer> last = new ConcurrentHashMap<>();
        AtomicInteger disorder = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        try (Timekeeper timekeeper = new Timekeeper("pacing")) {
            Regulator limited = new Regulator(
                    new Pacing(RateLimit.perSecond(5_000), Map.of(), null),
                    "billing",
                    System::nanoTime,
                    timekeeper::after,
                    new PacingMeters(null, "billing", "worker"));
            limited.shares(1, Map.of());
            Processor counting = limited.around(new Processor() {
                @Override
                public Verdict attempt(Work work) {
                    Integer before = last.put(work.lane(), (int) work.ticket());
                    if (before != null && before >= work.ticket()) {
                        disorder.incrementAndGet();
                    }
                    done.incrementAndGet();
                    return Verdict.DONE;
                }

                @Override
                public Verdict settle(Work work, Throwable failure) {
                    throw new IllegalStateException("nothing is pending");
                }
            });
            Dispatcher dispatcher = new Dispatcher(
                    8, counting, new Completions(() -> {}), limited::hold, Threads.pool("paced"), fault -> {
                        throw new IllegalStateException(fault);
                    });
            limited.releasing(dispatcher::add, dispatcher::start);
            long began = System.nanoTime();

            // When
            for (int i = 0; i < records; i++) {
                Lane lane = lanes.laneFor(Samples.bytes("key-" + random.nextInt(40)));
                if (lane.append(new Work(lane, i, Samples.record(i, "k", "v")))) {
                    dispatcher.add(lane);
                }
                dispatcher.start();
            }
            await().pollInterval(Duration.ofMillis(5))
                    .untilAsserted(() -> assertThat(done).hasValue(records));

            // Then
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(disorder).as("seed %d", seed).hasValue(0);
            assertThat(records / seconds).as("seed %d: records a second", seed).isLessThan(6_200);
            // The last runner leaves behind its last record.
            await().untilAsserted(() -> {
                assertThat(dispatcher.inHandlers()).isZero();
                assertThat(assignment.inHandlers()).isZero();
            });
        }
    }

    private static Work work(long offset) {
        return Samples.work(Samples.record(offset, "key", "value"));
    }
}
