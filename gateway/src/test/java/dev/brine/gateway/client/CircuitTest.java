package dev.brine.gateway.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.client.Circuit.Pass;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CircuitTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Circuit circuit = new Circuit(3, Duration.ofSeconds(5), nanos::get);

    @Test
    void opensAfterFailuresOneBehindTheOther() {
        // When
        fail(2);
        pass().succeeded();
        fail(2);
        boolean before = circuit.isOpen();
        fail(1);

        // Then
        assertThat(before).isFalse();
        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.enter().pass()).isNull();
        assertThat(circuit.enter().pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void oneProbeDecidesForAll() {
        // Given
        fail(3);
        advance(5);

        // When
        Pass probe = pass();
        Circuit.Entry other = circuit.enter();
        probe.succeeded();

        // Then
        assertThat(other.pass()).isNull();
        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.enter().pass()).isNotNull();
    }

    @Test
    void thePauseDoublesWithEachProbeThatFailsUpToAMinute() {
        // Given
        fail(3);

        // When
        long[] pauses = new long[6];
        for (int i = 0; i < pauses.length; i++) {
            pauses[i] = circuit.enter().pause().toSeconds();
            advance(pauses[i]);
            pass().failed();
        }

        // Then
        assertThat(pauses).containsExactly(5, 10, 20, 40, 60, 60);
    }

    @Test
    void aProbeThatSaysNothingLeavesTheNextOneToProbe() {
        // Given
        fail(3);
        advance(5);

        // When
        pass().unjudged();

        // Then
        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.enter().pass()).isNotNull();
    }

    @Test
    void aCallThatBeganBeforeTheCircuitOpenedDoesNotCloseIt() {
        // Given
        Pass old = pass();
        fail(3);

        // When
        old.succeeded();

        // Then
        assertThat(circuit.isOpen()).isTrue();
    }

    private Pass pass() {
        return requireNonNull(circuit.enter().pass());
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            pass().failed();
        }
    }

    private void advance(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
