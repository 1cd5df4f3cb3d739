package dev.brine.consumer.internal.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.internal.pacing.Circuit.Result;
import dev.brine.consumer.internal.pacing.Circuit.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CircuitTest {

    private static final long MILLI = 1_000_000;

    private final List<State> entered = new ArrayList<>();
    private final CircuitBreaker policy =
            CircuitBreaker.DEFAULT.window(10, 4).open(Duration.ofMillis(100), Duration.ofMillis(300));
    private final Circuit circuit = new Circuit(policy, "", (which, state) -> entered.add(state));
    private long now = 1;

    @Test
    void opensWhenEnoughOfEnoughCallsHaveFailed() {
        // When
        call(Result.FAILED);
        call(Result.FAILED);
        call(Result.FAILED);

        // Then: three are too few to say anything
        assertThat(circuit.passes(now)).isTrue();
        call(Result.DONE);
        assertThat(circuit.passes(now)).isFalse();
        assertThat(circuit.reason(now + 7_000_000_000L, Instant.parse("2026-11-21T09:00:07.5Z")))
                .isEqualTo("open, not closed since 2026-11-21T09:00:00Z: 3 of the last 4 calls had failed,"
                        + " the last one with IllegalStateException");
        assertThat(entered).containsExactly(State.OPEN);
    }

    @Test
    void poisonDoesNotOpenIt() {
        for (int i = 0; i < 100; i++) {
            call(Result.NEITHER);
        }
        assertThat(entered).isEmpty();
    }

    @Test
    void aMinorityOfFailuresDoesNotOpenIt() {
        for (int i = 0; i < 100; i++) {
            call(i % 5 < 3 ? Result.DONE : Result.FAILED);
        }
        assertThat(entered).isEmpty();
    }

    @Test
    void failuresOfLongAgoDoNotCount() {
        // Given
        for (int i = 0; i < 10; i++) {
            call(Result.DONE);
        }
        call(Result.FAILED, 4);
        for (int i = 0; i < 10; i++) {
            call(Result.DONE);
        }

        // When
        call(Result.FAILED, 4);

        // Then
        assertThat(entered).isEmpty();
    }

    @Test
    void letsAsManyProbesThroughAsItIsToldAndClosesWhenMostSucceed() {
        // Given
        open();
        now += 100 * MILLI;

        // When
        int first = pass();
        int second = pass();
        int third = pass();

        // Then
        assertThat(circuit.passes(now)).isFalse();
        assertThat(circuit.ended(first, Result.DONE, null, now)).isTrue();
        assertThat(circuit.ended(second, Result.FAILED, new IllegalStateException(), now))
                .as("a probe's failure does not count against its record")
                .isTrue();
        assertThat(circuit.ended(third, Result.DONE, null, now)).isFalse();
        assertThat(entered).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
        assertThat(circuit.passes(now)).isTrue();
        assertThat(circuit.reason(now, Instant.EPOCH)).isNull();
    }

    @Test
    void staysOpenTwiceAsLongEachTimeUpToTheLongestAndStartsAnewOnceClosed() {
        // Given
        open();

        // When, Then
        assertThat(openMillis()).isEqualTo(100);
        failProbes();
        assertThat(openMillis()).isEqualTo(200);
        failProbes();
        assertThat(openMillis()).isEqualTo(300);
        failProbes();
        assertThat(openMillis()).isEqualTo(300);
        circuit.ended(pass(), Result.DONE, null, now);
        circuit.ended(pass(), Result.DONE, null, now);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
        open();
        assertThat(openMillis()).isEqualTo(100);
    }

    @Test
    void whatWasRunningWhenItOpenedDecidesNothingAndCountsNothing() {
        // Given
        int running = pass();
        open();
        now += 100 * MILLI;
        int probe = pass();

        // When
        boolean spared = circuit.ended(running, Result.FAILED, new IllegalStateException(), now);
        circuit.ended(running, Result.FAILED, new IllegalStateException(), now);

        // Then
        assertThat(spared).isTrue();
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
        circuit.ended(probe, Result.DONE, null, now);
        circuit.ended(pass(), Result.DONE, null, now);
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aProbeThatSaysNothingMakesRoomForAnother() {
        // Given
        open();
        now += 100 * MILLI;
        for (int i = 0; i < 20; i++) {
            // When
            int probe = pass();
            circuit.ended(probe, Result.NEITHER, null, now);
        }

        // Then
        assertThat(circuit.passes(now)).isTrue();
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void probesThatNeverComeBackAreGivenAgain() {
        // Given
        open();
        now += 100 * MILLI;
        pass();
        pass();
        pass();
        assertThat(circuit.passes(now)).isFalse();

        // When
        now += 100 * MILLI;

        // Then
        assertThat(circuit.passes(now)).isTrue();
        assertThat(entered).as("told once").containsExactly(State.OPEN, State.HALF_OPEN);
    }

    @Test
    void aLoneSuccessIsEnoughWhenThereIsNothingElseToTry() {
        // Given
        open();
        now += 100 * MILLI;
        circuit.ended(pass(), Result.DONE, null, now);
        assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);

        // When
        now += 100 * MILLI;
        circuit.advance(now);

        // Then
        assertThat(circuit.state()).isEqualTo(State.CLOSED);
    }

    private void open() {
        call(Result.FAILED, 10);
        assertThat(circuit.state()).isEqualTo(State.OPEN);
    }

    /** Waits until it is over. */
    private long openMillis() {
        long wait = circuit.nanosToNext(now);
        now += wait;
        assertThat(circuit.passes(now - 1)).isFalse();
        assertThat(circuit.passes(now)).isTrue();
        return wait / MILLI;
    }

    private void failProbes() {
        int first = pass();
        int second = pass();
        circuit.ended(first, Result.FAILED, new IllegalStateException(), now);
        circuit.ended(second, Result.FAILED, new IllegalStateException(), now);
    }

    private void call(Result result, int times) {
        for (int i = 0; i < times && circuit.passes(now); i++) {
            call(result);
        }
    }

    private void call(Result result) {
        circuit.ended(pass(), result, result == Result.FAILED ? new IllegalStateException("down") : null, now);
    }

    private int pass() {
        assertThat(circuit.passes(now)).isTrue();
        return circuit.pass();
    }
}
