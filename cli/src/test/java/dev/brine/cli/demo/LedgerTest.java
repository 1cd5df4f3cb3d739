package dev.brine.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

    private final Ledger ledger = new Ledger();

    @Test
    void whatWasAcknowledgedAndNeverSeenAgainIsLost() {
        // Given
        sent("k", 0, 1, 2);
        done("k", 0);
        done("k", 2);

        // When
        Balance balance = ledger.balance(1);

        // Then
        assertThat(balance.lost()).isEqualTo(1);
        assertThat(balance.faults()).hasSize(1);
    }

    @Test
    void duplicateDoesNotMakeUpForALoss() {
        // Given
        sent("k", 0, 1);
        done("k", 0);
        done("k", 0);

        // When
        Balance balance = ledger.balance(1);

        // Then
        assertThat(balance.processed()).isEqualTo(1);
        assertThat(balance.duplicates()).isEqualTo(1);
        assertThat(balance.lost()).isEqualTo(1);
    }

    @Test
    void recordFinishedAfterALaterOneOfItsKeyIsOutOfOrder() {
        // Given
        sent("k", 0, 1);
        done("k", 1);
        done("k", 0);

        // Then
        assertThat(ledger.balance(1).outOfOrder()).isEqualTo(1);
    }

    @Test
    void keysAndProducersHaveOrdersOfTheirOwn() {
        // Given
        done("k", 1);
        done("other", 0);
        ledger.processed(new Mark("r", "v2", "k", 0, null), 2, "json", "confluent");

        // Then
        assertThat(ledger.balance(1).outOfOrder()).isZero();
    }

    @Test
    void replayAfterACrashIsADuplicateAndNotOutOfOrder() {
        // Given
        done("k", 0);
        done("k", 1);

        // When
        done("k", 0);
        done("k", 1);
        done("k", 2);

        // Then
        Balance balance = ledger.balance(1);
        assertThat(balance.duplicates()).isEqualTo(2);
        assertThat(balance.outOfOrder()).isZero();
    }

    @Test
    void poisonMustBeDeadAndOnlyPoison() {
        // Given
        Mark poison = new Mark("r", "v1", "k", 0, "truncated");
        Mark alive = new Mark("r", "v1", "k", 1, "truncated");
        Mark sound = new Mark("r", "v1", "k", 2, null);
        ledger.acknowledged(poison);
        ledger.acknowledged(alive);
        ledger.acknowledged(sound);

        // When
        ledger.dead(poison, "truncated");
        ledger.processed(alive, 1, "avro", "confluent");
        ledger.dead(sound, "wrong-total");

        // Then
        Balance balance = ledger.balance(2);
        assertThat(balance.lost()).isZero();
        assertThat(balance.poisonAlive()).isEqualTo(1);
        assertThat(balance.unexpected()).isEqualTo(1);
        assertThat(balance.deadByCause()).isEqualTo(Map.of("truncated", 1L, "wrong-total", 1L));
        assertThat(balance.faults()).hasSize(2);
    }

    @Test
    void countsAreOfDifferentRecords() {
        // Given
        sent("k", 0, 1);
        done("k", 0);
        done("k", 1);
        done("k", 1);

        // Then
        Balance balance = ledger.balance(4);
        assertThat(balance.byVersion()).isEqualTo(Map.of("1", 2L));
        assertThat(balance.byCodec()).isEqualTo(Map.of("avro", 2L));
        assertThat(balance.byFrame()).isEqualTo(Map.of("confluent", 2L));
        assertThat(balance.faults()).isEmpty();
        assertThat(balance.json(true, true))
                .containsOnlyKeys(
                        "sent",
                        "processed",
                        "dead",
                        "lost",
                        "duplicates",
                        "out_of_order",
                        "by_version",
                        "by_codec",
                        "by_frame",
                        "dead_by_cause",
                        "seconds",
                        "records_per_second");
    }

    @Test
    void journalCarriesObservationsToAnotherProcess(@TempDir Path directory) throws Exception {
        // Given
        Path file = directory.resolve("journal");
        Mark first = new Mark("r", "v1", "küche\t1", 0, null);
        Mark second = new Mark("r", "v1", "küche\t1", 1, "truncated");
        try (Journal journal = Journal.open(file, new Ledger())) {
            journal.acknowledged(first);
            journal.acknowledged(second);
            journal.processed(first, 3, "json", "single-object");
        }
        assertThat(Files.readAllLines(file)).hasSize(3);

        // When
        Ledger later = new Ledger();
        Journal.open(file, later).close();
        later.dead(second, "truncated");

        // Then
        Balance balance = later.balance(1);
        assertThat(balance.sent()).isEqualTo(2);
        assertThat(balance.processed()).isEqualTo(1);
        assertThat(balance.byVersion()).isEqualTo(Map.of("3", 1L));
        assertThat(balance.faults()).isEmpty();
    }

    private void sent(String key, int... sequences) {
        for (int sequence : sequences) {
            ledger.acknowledged(new Mark("r", "v1", key, sequence, null));
        }
    }

    private void done(String key, int sequence) {
        ledger.processed(new Mark("r", "v1", key, sequence, null), 1, "avro", "confluent");
    }
}
