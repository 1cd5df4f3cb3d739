package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestReporter;

/** One run of a seed, and the brokers that the runs of a class share. */
final class ChaosRun implements AutoCloseable {

    static final int PARTITIONS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(45);

    private final Map<Integer, ChaosBroker> brokers = new HashMap<>();
    private final Mode mode;
    private final int records;
    private final int perSecond;

    /** @param records of each run, unless a property says otherwise */
    ChaosRun(Mode mode, int records, int perSecond) {
        this.mode = mode;
        this.perSecond = perSecond;
        this.records = Integer.getInteger("brine.chaos.records", records);
    }

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

    /**
     * The seed of {@code brine.chaos.seed}, or the first so many of {@code brine.chaos.seeds} beginning with {@code
     * brine.chaos.first}, or those of every build.
     */
    static Stream<Circumstances> seeds(long... always) {
        Long one = Long.getLong("brine.chaos.seed");
        Long many = Long.getLong("brine.chaos.seeds");
        long first = Long.getLong("brine.chaos.first", 1);
        LongStream chosen = one != null
                ? LongStream.of(one)
                : many != null ? LongStream.range(first, first + many) : LongStream.of(always);
        return chosen.mapToObj(Circumstances::of);
    }

    /** Plays a seed and audits it. */
    Audit play(Circumstances how, TestReporter reporter) throws InterruptedException {
        ChaosBroker started = brokers.computeIfAbsent(how.nodes(), ChaosBroker::start);
        try (Scene scene = new Scene(
                        mode,
                        started,
                        how.protocol(),
                        how.fixedMembership(),
                        PARTITIONS,
                        records,
                        perSecond,
                        how.seed(),
                        PATIENCE);
                Schedule schedule = new Schedule(scene, how.nodes(), how.seed())) {
            schedule.play();
            Audit audit = scene.finish();
            reporter.publishEntry(
                    mode + ", " + how,
                    String.format(
                                    "%d records, %d done again, %d maps found, %d parked, %d outputs, %.0f s",
                                    scene.count(),
                                    audit.repeated(),
                                    audit.maps(),
                                    audit.parked(),
                                    audit.outputs(),
                                    scene.seconds())
                            + System.lineSeparator() + "  " + scene.history());
            assertThat(audit.violations())
                    .as("%s, %s; again with -Dbrine.chaos.seed=%d%n  %s%n", mode, how, how.seed(), scene.history())
                    .isEmpty();
            assertThat(scene.count()).as("acknowledged records of %s", how).isEqualTo(records);
            return audit;
        }
    }

    @Override
    public void close() {
        brokers.values().forEach(ChaosBroker::close);
        brokers.clear();
    }
}
