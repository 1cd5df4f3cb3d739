package dev.brine.cli.ledger;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every source at once, each with a client that behaves as real ones do, while Brine and the broker are killed.
 * {@code -Dbrine.ledger.seed=} and {@code -Dbrine.ledger.rounds=} choose another schedule, or more of them.
 */
@Timeout(3_600)
class EdgesLedgerIT {

    private static final long SEED = Long.getLong("brine.ledger.seed", 20261121L);
    private static final int ROUNDS = Integer.getInteger("brine.ledger.rounds", 1);

    @TempDir
    private Path directory;

    @Test
    void whatWasAcknowledgedIsThereHoweverOftenBrineAndTheBrokerAreKilled() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            try (Play play = new Play(directory.resolve("kills-" + round), seed)) {
                // Given
                play.begin();

                // When
                play.kills();
                play.finish();

                // Then
                play.audit();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
