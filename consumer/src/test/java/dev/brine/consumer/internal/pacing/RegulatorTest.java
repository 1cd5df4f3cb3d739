package dev.brine.consumer.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.BatchProcessor;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.pacing.Circuit.Result;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over a clock that only the test moves. */
final class RegulatorTest {

    private static final long SECOND = 1_000_000_000;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PriorityQueue<Timed> alarms = new PriorityQueue<>(Comparator.comparingLong(Timed::at));
    private final Deque<Lane> released = new ArrayDeque<>();
    private final Map<Lane, Work> fronts = new HashMap<>();
    private final Assignment orders = new Assignment(new TopicPartition("orders", 0), 1);
    private final Assignment bills = new Assignment(new TopicPartition("bills", 0), 2);
    private long now = 1;
    private long mostAlarms;

    private record Timed(long at, Runnable task) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyTopicAndAllTogetherKeepTheirRatesAndNothingIsForgotten(long seed) {
        // Given
        Random random = new Random(seed);
        double all = 50 + random.nextInt(2_000);
        double own = 10 + random.nextInt(500);
        Regulator regulator =
                regulator(new Pacing(RateLimit.perSecond(all), Map.of("bills", RateLimit.perSecond(own)), null));
        regulator.shares(1, Map.of("bills", 1.0, "orders", 1.0));
        Map<String, Integer> admitted = new HashMap<>();
        int offered = 0;

        // When: for five seconds, more comes than may pass
        while (now < 5 * SECOND) {
            for (int i = random.nextInt(20); i > 0; i--) {
                offer(regulator, random.nextBoolean() ? orders : bills, offered++, admitted);
            }
            pass(random.nextInt(20_000_000));
            takeReleased(regulator, admitted);
        }
        double seconds = now / 1e9;
        int ordersThen = admitted.getOrDefault("orders", 0);
        int billsThen = admitted.getOrDefault("bills", 0);

        // Then
        assertThat((double) ordersThen + billsThen)
                .as("seed %d", seed)
                .isLessThanOrEqualTo(all * seconds + all / 10 + 1);
        assertThat((double) billsThen).as("seed %d", seed).isLessThanOrEqualTo(own * seconds + own / 10 + 1);
        assertThat(mostAlarms).as("alarms at once").isLessThan(10);
        // And nothing is forgotten
        while (regulator.waiting() > 0) {
            pass(SECOND / 10);
            takeReleased(regulator, admitted);
        }
        assertThat(admitted.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(offered);
    }

    @Test
    void aTopicWithManyLanesDoesNotStarveOneWithFew() {
        // Given
        Regulator regulator = regulator(new Pacing(RateLimit.perSecond(100), Map.of(), null));
        regulator.shares(1, Map.of());
        Map<String, Integer> admitted = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            offer(regulator, orders, i, admitted);
        }
        for (int i = 0; i < 50; i++) {
            offer(regulator, bills, i, admitted);
        }

        // When
        for (int i = 0; i < 200; i++) {
            pass(SECOND / 100);
            takeReleased(regulator, admitted);
        }

        // Then
        assertThat(admitted.get("bills")).isEqualTo(50);
        assertThat(admitted.get("orders")).isBetween(130, 170);
    }

    @Test
    void aTopicThatIsHeldBackHoldsBackNoOther() {
        // Given
        Regulator regulator = regulator(new Pacing(null, Map.of("bills", RateLimit.perSecond(1)), null));
        regulator.shares(1, Map.of("bills", 1.0));
        Map<String, Integer> admitted = new HashMap<>();

        // When
        for (int i = 0; i < 100; i++) {
            offer(regulator, bills, i, admitted);
            offer(regulator, orders, i, admitted);
        }

        // Then
        assertThat(admitted).containsEntry("orders", 100).containsEntry("bills", 1);
    }

    @Test
    void membersOfAGroupTakeSharesThatAddUp() {
        // Given: three members with 5, 3 and 1 of 9 partitions
        Pacing pacing = new Pacing(null, Map.of("orders", RateLimit.perSecond(90)), null);
        int sum = 0;
        for (int partitions : List.of(5, 3, 1)) {
            Regulator member = regulator(pacing);
            now = 1;
            member.shares(1, Map.of("orders", partitions / 9.0));
            Map<String, Integer> admitted = new HashMap<>();
            for (int i = 0; i < 3_000; i++) {
                offer(member, orders, i, admitted);
            }

            // When
            for (int i = 0; i < 1_000; i++) {
                pass(SECOND / 100);
                takeReleased(member, admitted);
            }
            sum += admitted.get("orders");
        }

        // Then
        assertThat(sum).isBetween(890, 910);
    }

    @Test
    void beforeTheShareIsKnownNothingPasses() {
        // Given
        Regulator regulator = regulator(new Pacing(RateLimit.perSecond(1_000_000), Map.of(), null));
        Map<String, Integer> admitted = new HashMap<>();

        // When
        offer(regulator, orders, 0, admitted);
        pass(10 * SECOND);

        // Then
        assertThat(admitted).isEmpty();
        regulator.shares(0.5, Map.of());
        pass(SECOND / 100);
        takeReleased(regulator, admitted);
        assertThat(admitted).containsEntry("orders", 1);
    }

    @Test
    void aRateCanBeChangedWhereThereIsOne() {
        // Given
        Regulator regulator = regulator(new Pacing(null, Map.of("orders", RateLimit.perMinute(1)), null));
        regulator.shares(1, Map.of("orders", 1.0));
        Map<String, Integer> admitted = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            offer(regulator, orders, i, admitted);
        }
        pass(SECOND);

        // When
        regulator.rate("orders", RateLimit.perSecond(1_000));
        for (int i = 0; i < 20; i++) {
            pass(SECOND / 100);
            takeReleased(regulator, admitted);
        }

        // Then
        assertThat(admitted).containsEntry("orders", 100);
        assertThat(meters.get("brine.worker.rate.limit")
                        .tag("topic", "orders")
                        .gauge()
                        .value())
                .isEqualTo(1_000);
        assertThatThrownBy(() -> regulator.rate("bills", RateLimit.perSecond(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("bills");
    }

    @Test
    void whatIsRevokedIsForgottenAndTakesNoToken() {
        // Given
        Regulator regulator = regulator(new Pacing(RateLimit.perSecond(10), Map.of(), null));
        regulator.shares(1, Map.of());
        Map<String, Integer> admitted = new HashMap<>();
        for (int i = 0; i < 20; i++) {
            offer(regulator, orders, i, admitted);
            offer(regulator, bills, i, admitted);
        }

        // When
        orders.close();
        regulator.forgetClosed();

        // Then
        assertThat(regulator.waiting()).isEqualTo(20);
        for (int i = 0; i < 30; i++) {
            pass(SECOND / 10);
            takeReleased(regulator, admitted);
        }
        assertThat(admitted.get("bills")).isEqualTo(20);
        assertThat(admitted.get("orders")).isEqualTo(1);
    }

    @Test
    void whatCouldNotBeginMeanwhileDoesNotBeginAllAtOnce() {
        // Given
        Regulator regulator = regulator(new Pacing(RateLimit.perSecond(100), Map.of(), null));
        regulator.shares(1, Map.of());
        Map<String, Integer> admitted = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            offer(regulator, i % 2 == 0 ? orders : bills, i, admitted);
        }

        // When: no handler is free for ten seconds
        pass(10 * SECOND);

        // Then: as many as in a tenth of a second, and the same again from the bucket
        assertThat(released).hasSize(10);
        takeReleased(regulator, admitted);
        pass(SECOND / 50);
        takeReleased(regulator, admitted);
        assertThat(admitted.values().stream().mapToInt(Integer::intValue).sum()).isBetween(15, 25);
        // And a revocation makes room
        pass(10 * SECOND);
        assertThat(released).hasSize(10);
        orders.close();
        regulator.forgetClosed();
        pass(SECOND);
        assertThat(released.stream().filter(lane -> lane.assignment() == bills)).hasSize(10);
    }

    @Test
    void batchesAreFilledBeyondTheBurst() {
        // Given: batches of 500 that wait for each other, at 100 a second
        Regulator regulator = regulator(new Pacing(RateLimit.perSecond(100), Map.of(), null));
        regulator.around(new Batches());
        regulator.shares(1, Map.of());
        Map<String, Integer> admitted = new HashMap<>();
        for (int i = 0; i < 2_000; i++) {
            offer(regulator, orders, i, admitted);
        }

        // When
        pass(3 * SECOND);

        // Then
        assertThat(released.size()).isBetween(290, 310);
        pass(10 * SECOND);
        assertThat(released).hasSize(500);
    }

    /** Batches of up to 500. */
    private static final class Batches implements BatchProcessor {
        @Override
        public int maxRecords() {
            return 500;
        }

        @Override
        public long maxWaitNanos() {
            return 0;
        }

        @Override
        public Timekeeper timekeeper() {
            throw new IllegalStateException("not asked for");
        }

        @Override
        public Verdict prepare(Work work) {
            return null;
        }

        @Override
        public Answers handle(List<Work> works, Trigger trigger) {
            throw new IllegalStateException("not called");
        }

        @Override
        public Verdict attempt(Work work) {
            throw new IllegalStateException("not called");
        }

        @Override
        public Verdict settle(Work work, Throwable failure) {
            throw new IllegalStateException("not called");
        }
    }

    @Test
    void openCircuitHoldsEverythingAndTriesAFew() {
        // Given
        Regulator regulator = regulator(new Pacing(
                null,
                Map.of(),
                CircuitBreaker.DEFAULT
                        .window(10, 4)
                        .open(Duration.ofSeconds(1), Duration.ofSeconds(1))
                        .probes(2)));
        Map<String, Integer> admitted = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            Work work = work(orders, i);
            assertThat(regulator.admit(work)).isTrue();
            regulator.ended(work, Result.FAILED, new IllegalStateException("down"));
        }

        // When
        for (int i = 4; i < 20; i++) {
            offer(regulator, i % 2 == 0 ? orders : bills, i, admitted);
        }
        pass(SECOND / 2);

        // Then
        assertThat(released).isEmpty();
        assertThat(regulator.paused())
                .contains("paused by the circuit breaker", "4 of the last 4 calls", "IllegalStateException");
        assertThat(meters.get("brine.worker.circuit.state").gauge().value()).isEqualTo(2);
        pass(SECOND / 2);
        assertThat(released).hasSize(2);
        for (Lane lane = released.poll(); lane != null; lane = released.poll()) {
            Work probe = fronts.get(lane);
            assertThat(regulator.admit(probe)).isTrue();
            regulator.ended(probe, Result.DONE, null);
        }
        assertThat(regulator.paused()).isNull();
        pass(SECOND / 100);
        assertThat(released).as("the rest").hasSize(14);
        assertThat(meters.get("brine.worker.circuit.transitions")
                        .tag("state", "closed")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void transitionsAreCountedFromZero() {
        // Given
        Map<String, Integer> admitted = new HashMap<>();
        Regulator regulator = regulator(new Pacing(null, Map.of(), CircuitBreaker.DEFAULT));

        // When
        offer(regulator, orders, 0, admitted);

        // Then
        for (String state : List.of("closed", "half-open", "open")) {
            assertThat(meters.get("brine.worker.circuit.transitions")
                            .tags("group", "billing", "topic", "none", "state", state)
                            .counter()
                            .count())
                    .isZero();
        }
    }

    @Test
    void oneTopicsCircuitLeavesTheOthersAlone() {
        // Given
        Regulator regulator = regulator(
                new Pacing(null, Map.of(), CircuitBreaker.DEFAULT.window(10, 4).forEachTopic()));

        // When
        for (int i = 0; i < 4; i++) {
            Work work = work(orders, i);
            assertThat(regulator.admit(work)).isTrue();
            regulator.ended(work, Result.FAILED, new IllegalStateException("down"));
        }

        // Then
        assertThat(regulator.admit(work(orders, 5))).isFalse();
        assertThat(regulator.admit(work(bills, 5))).isTrue();
        assertThat(regulator.paused()).contains("topic orders");
    }

    private Regulator regulator(Pacing pacing) {
        alarms.clear();
        Regulator regulator = new Regulator(
                pacing,
                "billing",
                () -> now,
                (nanos, task) -> alarms.add(new Timed(now + nanos, task)),
                new PacingMeters(meters, "billing", "worker-" + System.identityHashCode(pacing) + "-" + now));
        regulator.releasing(released::add, () -> {});
        return regulator;
    }

    private void offer(Regulator regulator, Assignment assignment, long offset, Map<String, Integer> admitted) {
        Work work = work(assignment, offset);
        if (regulator.admit(work)) {
            admitted.merge(work.record().topic(), 1, Integer::sum);
        } else {
            regulator.hold(work);
        }
    }

    private void takeReleased(Regulator regulator, Map<String, Integer> admitted) {
        for (Lane lane = released.poll(); lane != null; lane = released.poll()) {
            Work work = fronts.remove(lane);
            assertThat(regulator.admit(work)).as("what is released may begin").isTrue();
            admitted.merge(work.record().topic(), 1, Integer::sum);
        }
    }

    /** Moves the clock, and rings what is due on the way. */
    private void pass(long nanos) {
        long end = now + nanos;
        mostAlarms = Math.max(mostAlarms, alarms.size());
        while (!alarms.isEmpty() && alarms.element().at <= end) {
            Timed next = alarms.remove();
            now = Math.max(now, next.at);
            next.task.run();
        }
        now = end;
    }

    private Work work(Assignment assignment, long offset) {
        Lane lane = new Lane(assignment);
        TopicPartition partition = assignment.partition();
        Work work = new Work(
                lane,
                offset,
                new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        offset,
                        ByteBuffer.allocate(1),
                        ByteBuffer.allocate(1)));
        lane.append(work);
        fronts.put(lane, work);
        return work;
    }
}
