package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many HTTP clients at once while the broker is killed: what they are told is so. {@code -Dbrine.ledger.seed=}, {@code
 * -Dbrine.ledger.rounds=} (kills of the broker) and {@code -Dbrine.ledger.clients=} choose another load.
 */
@Timeout(3_600)
class CrowdLedgerIT {

    private static final long SEED = Long.getLong("brine.ledger.seed", 20261121L);
    private static final int ROUNDS = Integer.getInteger("brine.ledger.rounds", 1);
    private static final int CLIENTS = Integer.getInteger("brine.ledger.clients", 32);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How long a producer tries. */
    private static final Duration DELIVERY = Duration.ofSeconds(2);

    private final long begun = System.nanoTime();

    @TempDir
    private Path directory;

    @Test
    void everyAnswerToACrowdIsTrueWhenTheBrokerIsKilledUnderIt() throws Exception {
        Random random = new Random(SEED);
        try (Stage stage = new Stage(directory, List.of("web"));
                Records records = new Records(directory, stage.bootstrap(), List.of("web"));
                Crowd crowd = new Crowd("web", stage.httpPort(), CLIENTS, random)) {
            // Given
            stage.configure(DELIVERY);
            stage.startGateway();
            crowd.start();
            awaitMore(crowd);
            note("goes on");

            // When
            for (int round = 0; round < ROUNDS; round++) {
                int unknown = crowd.answered(504);
                int refused = crowd.answered(503);
                Feed.pause(random.nextInt(500));
                stage.killBroker();
                note("broker is killed");
                await().atMost(PATIENCE)
                        .failFast(crowd::check)
                        .until(() -> crowd.answered(504) > unknown && crowd.answered(503) > refused);
                Feed.pause(random.nextInt(500));
                stage.startBroker();
                note("broker is back");
                awaitMore(crowd);
                note(crowd.toString());
            }
            crowd.stop();
            int code = stage.endGateway();
            records.readOn();

            // Then
            assertThat(code).as(stage.said()).isZero();
            crowd.audit(records.of("web"));
        } catch (AssertionError | ConditionTimeoutException e) {
            throw new AssertionError("seed " + SEED + ": " + e.getMessage(), e);
        }
    }

    private void note(String what) {
        System.out.println((System.nanoTime() - begun) / 1_000_000 + " ms: " + what);
    }

    /** Waits until every client is served again, and for a while. */
    private static void awaitMore(Crowd crowd) {
        List<Integer> before = crowd.taken();
        await().atMost(PATIENCE).failFast(crowd::check).until(() -> {
            List<Integer> now = crowd.taken();
            return IntStream.range(0, now.size()).allMatch(i -> now.get(i) >= before.get(i) + 10);
        });
    }
}
