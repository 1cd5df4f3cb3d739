package dev.brine.consumer.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.chaos.ChaosRun.Circumstances;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As {@link ChaosIT}, of workers that process exactly once: a reader of committed records finds one output or one dead
 * letter of each record, whatever died in whichever step of a transaction.
 */
@Timeout(300)
final class ExactlyOnceChaosIT {

    private static final ChaosRun RUN = new ChaosRun(Mode.EXACTLY_ONCE, 20_000, 1_400);

    static Stream<Circumstances> seeds() {
        return ChaosRun.seeds(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seeds")
    void everyRecordHasLedToOneThing(Circumstances how, TestReporter reporter) throws InterruptedException {
        // When
        Audit audit = RUN.play(how, reporter);

        // Then
        assertThat(audit.outputs()).as("outputs").isGreaterThan(10_000);
    }

    @AfterAll
    static void stop() {
        RUN.close();
    }
}
