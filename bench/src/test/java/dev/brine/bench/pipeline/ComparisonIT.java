package dev.brine.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonIT {

    @Test
    void everyLaneComesThroughAndStandsInTheTable() {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            // Given
            List<Lane> lanes = Lanes.all();

            // When
            String table = new Comparison(broker, lanes, 500, 0, 1).table("lz4");

            // Then
            assertThat(table).contains("### compression lz4");
            assertThat(lanes).allSatisfy(lane -> assertThat(table)
                    .containsPattern(
                            "\\| " + lane.name() + " \\| ([0-9,]+ \\| [0-9.]+ \\| [0-9.]+ \\| ?){2}[0-9.]+ \\|"));
        }
    }

    @Test
    void theMedianIsTheMiddle() {
        assertThat(Comparison.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2.0);
        assertThat(Comparison.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    }
}
