package dev.brine.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class GatewayBenchIT {

    @Test
    void everyCaseIsAcceptedAndTheUpstreamIsAskedOnce() throws Exception {
        // Given
        try (Children children = new Children(Path.of(System.getProperty("java.home")))) {
            for (Case one : Case.values()) {
                // When
                Tally tally;
                try (Load load = new Load(Target.of(one, children.setup()), 4)) {
                    tally = load.run(Step.closed(0.5));
                }

                // Then
                assertThat(tally.acceptedCount())
                        .as("%s: %s", one, tally.errors())
                        .isPositive();
                assertThat(tally.otherCount()).as("%s: %s", one, tally.errors()).isZero();
            }
            Vitals vitals = new Vitals(children);
            Map<String, Long> answered = vitals.answered();
            assertThat(answered).containsOnlyKeys("200");
            assertThat(vitals.heap()).isBetween(5.0, 512.0);
            assertThat(children.upstream().asked()).isEqualTo(1);
        }
    }
}
