package dev.brine.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MeterTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    @Test
    void asManyAsInASecondMayComeAtOnceAndThenOneByOne() {
        // Given
        Meter meter = new Meter(new Allowance(10, 0), 0);
        for (int i = 0; i < 10; i++) {
            assertThat(meter.enter(0)).isZero();
        }

        // When, Then
        assertThat(meter.enter(0)).isEqualTo(1);
        assertThat(meter.enter(SECOND / 20)).isEqualTo(1);
        assertThat(meter.enter(SECOND / 10)).isZero();
        assertThat(meter.enter(SECOND / 10)).isEqualTo(1);
        assertThat(meter.enter(10 * SECOND)).isZero();
    }

    @Test
    void whoeverHasLeftMakesRoom() {
        // Given
        Meter meter = new Meter(new Allowance(0, 2), 0);
        assertThat(meter.enter(0)).isZero();
        assertThat(meter.enter(0)).isZero();
        assertThat(meter.enter(0)).isPositive();

        // When
        meter.leave();

        // Then
        assertThat(meter.enter(0)).isZero();
    }
}
