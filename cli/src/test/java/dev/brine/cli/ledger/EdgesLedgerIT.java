package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every source at once, each with a client that behaves as real ones do, while Brine and the broker are killed.
 * {@code -Dbrine.ledger.seed=}, {@code -Dbrine.ledger.rounds=} and {@code -Dbrine.ledger.away=} choose another schedule, or
 * more of them.
 */
@Timeout(3_600)
class EdgesLedgerIT {

    private static final long SEED = Long.getLong("brine.ledger.seed", 20261121L);
    private static final int ROUNDS = Integer.getInteger("brine.ledger.rounds", 1);

    /** The patience of a producer that nobody has set. */
    private static final Duration USUAL = Duration.ofSeconds(20);

    /** How long the broker is away, in seconds; producers give up after two thirds of it. */
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("brine.ledger.away", 9));

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedIsThereHoweverOftenBrineAndTheBrokerAreKilled() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            try (Play play = new Play(directory.resolve("kills-" + round), seed, USUAL)) {
                // Given
                play.begin();

                // When
                play.kills();
                play.ends();
                play.finish();

                // Then
                play.audit();
            } catch (AssertionError | ConditionTimeoutException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void brokerThatIsAwayForAWhileLosesNothingAndIsSaidOnce() throws Exception {
        try (Play play =
                new Play(directory.resolve("away"), SEED, AWAY.multipliedBy(2).dividedBy(3))) {
            // Given
            play.begin();

            // When
            play.brokerGoesAway(AWAY);
            play.finish();

            // Then
            play.audit();
            List<String> complaints = play.said()
                    .lines()
                    .filter(line -> line.contains(" does not get on"))
                    .toList();
            for (String source : List.of("drop", "log", "state")) {
                assertThat(complaints)
                        .as("lines about %s", source)
                        .filteredOn(line -> line.contains("source " + source + " "))
                        .hasSizeBetween(1, 4);
            }
        }
    }
}
