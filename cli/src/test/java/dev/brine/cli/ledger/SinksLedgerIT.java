package dev.brine.cli.ledger;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import java.nio.file.Path;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sinks that call others, while the worker is killed. {@code -Dbrine.ledger.seed=}, {@code -Dbrine.ledger.rounds=} and
 * {@code -Dbrine.ledger.kills=} choose another schedule, or more of them.
 */
@BrineBroker
@Timeout(3_600)
class SinksLedgerIT {

    private static final long SEED = Long.getLong("brine.ledger.seed", 20261121L);
    private static final int ROUNDS = Integer.getInteger("brine.ledger.rounds", 1);

    private EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @Test
    void everyRecordReachesEndpointAndCommandInOrderHoweverOftenTheWorkerIsKilled() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = SEED + round;
            try (SinksPlay play = new SinksPlay(directory.resolve("r" + round), broker, "orders-" + round, seed)) {
                // Given
                play.begin();

                // When
                play.kills();
                play.finish();

                // Then
                play.audit();
            } catch (AssertionError | ConditionTimeoutException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
