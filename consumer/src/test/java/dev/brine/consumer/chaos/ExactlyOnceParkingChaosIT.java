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
 * As {@link ExactlyOnceChaosIT}, of workers with retry topics: what is parked leads to one output or one dead letter too,
 * and order within a key holds over it.
 */
@Timeout(300)
final class ExactlyOnceParkingChaosIT {

    private static final ChaosRun RUN = new ChaosRun(Mode.EXACTLY_ONCE_WITH_RETRY_TOPICS, 20_000, 1_400);

    static Stream<Circumstances> seeds() {
        return ChaosRun.seeds(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seeds")
    void everyRecordHasLedToOneThing(Circumstances how, TestReporter reporter) throws InterruptedException {
        // When
        Audit audit = RUN.play(how, reporter);

        // Then
        assertThat(audit.outputs()).as("outputs").isGreaterThan(10_000);
        assertThat(audit.parked()).as("copies in the retry topic").isGreaterThan(100);
    }

    @AfterAll
    static void stop() {
        RUN.close();
    }
}
