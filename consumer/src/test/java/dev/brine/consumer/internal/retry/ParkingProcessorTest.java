package dev.brine.consumer.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Gate;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.OffsetTracker;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class ParkingProcessorTest {

    private final Gate gate = new Gate();
    private Verdict verdict = Verdict.DEAD;
    private Stage stage = Stage.HANDLER;
    private int attempts;

    private final Processor parking = ParkingProcessor.around(
            new Processor() {
                @Override
                public Verdict attempt(Work work) {
                    attempts++;
                    work.failed(new Attempts(1, 1, 1, stage, new IllegalStateException("no"), null, null, 0));
                    return verdict;
                }

                @Override
                public Verdict settle(Work work, Throwable failure) {
                    return attempt(work);
                }
            },
            RetryTopics.after(Duration.ofMinutes(1), Duration.ofMinutes(10)));

    @Test
    void whatWouldBeADeadLetterWaitsForTheFirstDelayAndWhatComesThenFollows() {
        // Given
        Work first = work(1);
        long before = System.currentTimeMillis();

        // When
        Verdict failed = parking.attempt(first);
        Work second = work(2);
        Verdict follows = parking.attempt(second);

        // Then
        assertThat(failed).isEqualTo(Verdict.PARK);
        assertThat(first.park().tier()).isOne();
        assertThat(first.park().due()).isBetween(before + 60_000, before + 70_000);
        assertThat(follows).isEqualTo(Verdict.PARK);
        assertThat(second.park().tier()).isZero();
        assertThat(attempts).as("a follower is not attempted").isOne();
        assertThat(gate.parked()).isEqualTo(2);
    }

    @Test
    void aStageThatFailsLaterIsParkedToo() {
        assertThat(parking.settle(work(1), new IllegalStateException("no"))).isEqualTo(Verdict.PARK);
        assertThat(gate.parked()).isOne();
    }

    @Test
    void afterTheLastDelayItIsADeadLetter() {
        assertThat(parking.attempt(parked(1))).isEqualTo(Verdict.PARK);
        ParkedWork last = parked(2);
        assertThat(parking.attempt(last)).isEqualTo(Verdict.DEAD);
        assertThat(gate.parked())
                .as("a parked record was counted when it was parked")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            mode = Mode.EXCLUDE,
            names = {"HANDLER", "TIMEOUT"})
    void whatNoTimeCanHelpIsADeadLetterAtOnce(Stage where) {
        stage = where;
        assertThat(parking.attempt(work(1))).isEqualTo(Verdict.DEAD);
        assertThat(gate.parked()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"DONE", "SKIPPED", "RETRY", "PENDING"})
    void whatIsNotGivenUpIsLeftAlone(Verdict inner) {
        verdict = inner;
        assertThat(parking.attempt(work(1))).isEqualTo(inner);
        assertThat(gate.parked()).isZero();
    }

    private Work work(long offset) {
        Work sample = Samples.work(Samples.record(offset, "key", "value"));
        sample.lane().gate(gate);
        return sample;
    }

    private ParkedWork parked(int tier) {
        Parking<ParkedWork.Payload> log = new Parking<>(new OffsetTracker(), new Origin(order -> true, null, 0));
        log.open(0);
        Gate own = new Gate();
        own.enter();
        ParkedEntry<ParkedWork.Payload> entry = log.park(
                0,
                "t@1",
                1,
                "key",
                own,
                new Parked<>(tier, 0, 0, 1, new ParkedWork.Payload(Samples.record(1, "key", "value"), null)));
        return new ParkedWork(new Lane(work(1).assignment()), entry);
    }
}
