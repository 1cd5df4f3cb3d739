package dev.brine.bench.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void recoveryBeginsWithTheFirstSecondBehindTheLastRefusal() {
        // Given
        Tally tally = new Tally();
        tally.lasted(4);
        tally.refused(SECOND / 2, 503, true);
        tally.accepted(SECOND, 1_000_000, 1_000_000);
        tally.refused(SECOND + 1, 503, false);
        tally.accepted(2 * SECOND, 2_000_000, 2_000_000);
        tally.accepted(3 * SECOND, 2_000_000, 2_000_000);

        // Then
        assertThat(tally.secondsUntilAllIsAccepted()).isEqualTo(2);
        assertThat(tally.pushedBack()).isEqualTo(2);
        assertThat(tally.advised()).isEqualTo(1);
        assertThat(tally.failed()).isZero();
        assertThat(tally.millisAt(99, 2)).isBetween(1.9, 2.1);
    }

    @Test
    void whatIsNeverWhollyAcceptedDoesNotRecover() {
        // Given
        Tally tally = new Tally();
        tally.accepted(0, 1, 1);
        tally.unsent(SECOND);

        // Then
        assertThat(tally.secondsUntilAllIsAccepted()).isEqualTo(-1);
        assertThat(tally.errors()).isEqualTo("unsent: 1");
    }

    @Test
    void aStandstillIsToldByAllThatWouldHaveComeMeanwhile() {
        // Given
        Tally tally = new Tally();
        tally.lasted(2);
        for (int i = 0; i < 1_000; i++) {
            tally.accepted(i, 1_000_000, 1_000_000);
        }
        tally.accepted(1_000, SECOND, SECOND);

        // Then
        assertThat(tally.millisAt(99)).isLessThan(2);
        assertThat(tally.correctedMillisAt(99, 1)).isGreaterThan(800);
    }

    @Test
    void whatWaitedForAConnectionIsNotCountedFromSending() {
        // Given
        Tally tally = new Tally();
        tally.accepted(0, SECOND, 5_000_000);

        // Then
        assertThat(tally.millisAt(99)).isGreaterThan(900);
        assertThat(tally.millisFromSendingAt(99)).isBetween(4.9, 5.1);
    }
}
