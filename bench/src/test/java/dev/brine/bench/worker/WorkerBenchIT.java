package dev.brine.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.Ordering;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerBenchIT {

    private static final Path JDK = Path.of(System.getProperty("java.home"));

    @Test
    void everyArmIsMeasuredInAProcessOfItsOwn() throws Exception {
        // Given
        Case one = Case.key(10, 100, 1).with(20_000);
        Results results = new Results();
        try (Processes processes = new Processes(JDK)) {
            processes.order("fill", one.topic(), one.partitions(), one.keys(), one.records());

            // When
            for (String arm : Contender.NAMES) {
                results.add(one, arm, processes.run(arm, one, one.topic(), arm, Decoding.TYPED, 0.1, 0.5));
            }
        }

        // Then
        for (String arm : Contender.NAMES) {
            assertThat(results.median(one, arm, Figures::rate).getAsDouble())
                    .as(arm)
                    .isGreaterThan(10);
            assertThat(results.median(one, arm, Figures::processor).getAsDouble())
                    .as(arm)
                    .isPositive();
        }
        assertThat(results.median(one, "ideal", Figures::rate).getAsDouble())
                .as("ten lanes of handlers of at least a millisecond")
                .isLessThan(10_000);
        assertThat(new Report(results, List.of(one), Contender.NAMES).rates())
                .containsPattern("\\| key-10/cap-100 \\| brine \\| [0-9,]+ \\| ± 0 % \\| [01]\\.[0-9]{2} \\|");
    }

    @Test
    void latencyIsCountedFromWhenARecordWasDue() throws Exception {
        // Given
        Case one = Case.of(Ordering.PARTITION, 100, 0).with(0);
        try (Processes processes = new Processes(JDK)) {
            processes.order("pace", "paced", one.partitions(), one.keys(), 500, 20);

            // When
            Figures figures = processes.run("plain", one, "paced", "group", Decoding.BYTES, 1, 1);

            // Then
            assertThat(figures.rate()).isBetween(300.0, 1_000.0);
            assertThat(figures.median()).isGreaterThan(0);
            assertThat(figures.most()).isGreaterThanOrEqualTo(figures.p999());
            assertThat(figures.p99()).isGreaterThanOrEqualTo(figures.median());
        }
    }
}
