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
 * As {@link ChaosIT}, of workers with retry topics: order within a key holds over what is parked, whoever owns the
 * partition by then, and nothing is left parked.
 */
@Timeout(300)
final class RetryTopicsChaosIT {

    private static final ChaosRun RUN = new ChaosRun(Mode.RETRY_TOPICS, 20_000, 1_400);

    static Stream<Circumstances> seeds() {
        return ChaosRun.seeds(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("seeds")
    void booksBalanceWhateverHappens(Circumstances how, TestReporter reporter) throws InterruptedException {
        // When
        Audit audit = RUN.play(how, reporter);

        // Then
        assertThat(audit.parked()).as("copies in the retry topic").isGreaterThan(100);
    }

    @AfterAll
    static void stop() {
        RUN.close();
    }
}
