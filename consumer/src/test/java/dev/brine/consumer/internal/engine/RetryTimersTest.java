package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RetryTimersTest {

    private final List<Lane> ready = new ArrayList<>();
    private final RetryTimers timers = new RetryTimers(ready::add);

    @Test
    void recordsBecomeReadyWhenTheirTimeHasComeAndNotBefore() {
        // Given
        Work late = waiting(300);
        Work early = waiting(100);
        timers.add(late);
        timers.add(early);

        // When, Then
        assertThat(timers.nanosToNext(40, 1_000)).isEqualTo(60);
        assertThat(timers.fire(99)).isZero();
        assertThat(timers.fire(100)).isOne();
        assertThat(ready).containsExactly(early.lane());
        assertThat(timers.fire(10_000)).isOne();
        assertThat(ready).containsExactly(early.lane(), late.lane());
        assertThat(timers.nanosToNext(10_000, 77)).isEqualTo(77);
    }

    @Test
    void recordsOfALostPartitionNeverBecomeReady() {
        // Given
        Work lostLater = waiting(100);
        timers.add(lostLater);
        Work lostBefore = waiting(100);
        lostBefore.assignment().close();

        // When
        timers.add(lostBefore);
        lostLater.assignment().close();

        // Then
        assertThat(timers.fire(1_000)).isZero();
        assertThat(ready).isEmpty();
    }

    private static Work waiting(long until) {
        Work work = Samples.work(Samples.record(1, "k", "v"));
        work.failed(new Attempts(1, 0, 0, Stage.HANDLER, new IllegalStateException(), null, null, until));
        return work;
    }
}
