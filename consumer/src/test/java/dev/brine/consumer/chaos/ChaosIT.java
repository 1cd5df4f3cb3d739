package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workers of one group, here and in processes of their own, to which everything happens that can be made to happen;
 * afterwards the books are audited. See docs/design/chaos.md.
 *
 * <p>{@code -Dbrine.chaos.seed=S} runs one seed, {@code -Dbrine.chaos.seeds=N} the first N, {@code
 * -Dbrine.chaos.records=N} so many records in each.
 */
@Timeout(300)
final class ChaosIT {

    static final int PARTITIONS = 20;
    private static final int RECORDS = Integer.getInteger("brine.chaos.records", 50_000);
    private static final int PER_SECOND = 2_500;
    private static final Duration PATIENCE = Duration.ofSeconds(45);
    private static final Map<Integer, ChaosBroker> BROKERS = new HashMap<>();

    /** What a seed decides: both protocols, both kinds of membership, one broker or three, each with each in 8 seeds. */
    record Circumstances(long seed, String protocol, boolean fixedMembership, int nodes) {

        static Circumstances of(long seed) {
            boolean classic = seed % 2 == 1;
            int nodes = (seed - 1) / 2 % 2 == 0 ? 1 : 3;
            boolean fixedFirst = (seed - 1) / 4 % 2 == 1;
            return new Circumstances(
                    seed, classic ? "classic" : "consumer", (classic == (nodes == 3)) != fixedFirst, nodes);
        }

        @Override
        public String toString() {
            return "seed " + seed + ", " + protocol + ", " + (fixedMembership ? "static" : "dynamic") + ", "
                    + (nodes == 1 ? "1 broker" : "3 brokers");
        }
    }

    static Stream<Circumstances> seeds() {
        Long one = Long.getLong("brine.chaos.seed");
        return (one == null ? LongStream.rangeClosed(1, Long.getLong("brine.chaos.seeds", 4)) : LongStream.of(one))
                .mapToObj(Circumstances::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seeds")
    void booksBalanceWhateverHappens(Circumstances how, TestReporter reporter) throws InterruptedException {
        // Given
        ChaosBroker brokers = BROKERS.computeIfAbsent(how.nodes(), ChaosBroker::start);
        try (Scene scene = new Scene(
                        brokers,
                        how.protocol(),
                        how.fixedMembership(),
                        PARTITIONS,
                        RECORDS,
                        PER_SECOND,
                        how.seed(),
                        PATIENCE);
                Schedule schedule = new Schedule(scene, how.nodes(), how.seed())) {
            // When
            schedule.play();
            Audit audit = scene.finish();

            // Then
            reporter.publishEntry(
                    how.toString(),
                    String.format(
                            "%d records, %d done again, %.0f s", scene.count(), audit.repeated(), scene.seconds()));
            assertThat(audit.violations())
                    .as("%s; again with -Dbrine.chaos.seed=%d%n  %s%n", how, how.seed(), scene.history())
                    .isEmpty();
            assertThat(scene.count()).as("acknowledged records of %s", how).isEqualTo(RECORDS);
        }
    }

    @AfterAll
    static void stop() {
        BROKERS.values().forEach(ChaosBroker::close);
        BROKERS.clear();
    }
}
