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
 * letter of each record, whatever died in whichever step of a transaction. Two seeds of four have retry topics: what was parked
 * leads to one thing too, and order within a key holds over it.
 */
@Timeout(300)
final class ExactlyOnceChaosIT {

    private static final ChaosRun PLAIN = new ChaosRun(Mode.EXACTLY_ONCE, 20_000, 1_400);
    private static final ChaosRun PARKING = new ChaosRun(Mode.EXACTLY_ONCE_WITH_RETRY_TOPICS, 20_000, 1_400);

    static Stream<Circumstances> seeds() {
        return ChaosRun.seeds(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seeds")
    void everyRecordHasLedToOneThing(Circumstances how, TestReporter reporter) throws InterruptedException {
        // When
        boolean parking = how.seed() / 2 % 2 == 1;
        Audit audit = (parking ? PARKING : PLAIN).play(how, reporter);

        // Then
        assertThat(audit.outputs()).as("outputs").isGreaterThan(10_000);
        if (parking) {
            assertThat(audit.parked()).as("copies in the retry topic").isGreaterThan(100);
        }
    }

    @AfterAll
    static void stop() {
        PLAIN.close();
        PARKING.close();
    }
}
