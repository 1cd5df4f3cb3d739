package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.ChaosRun.Circumstances;
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

    private static final ChaosRun RUN = new ChaosRun(Mode.AT_LEAST_ONCE, 50_000, 2_500);

    static Stream<Circumstances> seeds() {
        return ChaosRun.seeds(3, 4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seeds")
    void booksBalanceWhateverHappens(Circumstances how, TestReporter reporter) throws InterruptedException {
        RUN.play(how, reporter);
    }

    @AfterAll
    static void stop() {
        RUN.close();
    }
}
