package dev.brine.consumer.chaos;

import dev.brine.consumer.chaos.ChaosRun.Circumstances;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link ChaosIT}, of workers that share a rate and have a circuit breaker each: nothing is lost while records wait for
 * their turn, whoever owns them by then, the group keeps its rate, and an outage of what handlers call costs no record.
 */
@Timeout(300)
final class PacedChaosIT {

    private static final ChaosRun RUN = new ChaosRun(Mode.PACED, 12_000, 1_000);

    static Stream<Circumstances> seeds() {
        return ChaosRun.seeds(1);
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
