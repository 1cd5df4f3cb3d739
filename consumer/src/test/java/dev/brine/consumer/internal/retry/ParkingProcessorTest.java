package dev.brine.consumer.internal.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.Retry;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.handling.ReplayedFailures;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Gate;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.OffsetTracker;
import dev.brine.consumer.internal.sending.Refusals;
import java.time.Duration;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

final class ParkingProcessorTest {

    private static final RetryTopics DELAYS = RetryTopics.after(Duration.ofMinutes(1), Duration.ofMinutes(10));
    private static final Retry TWICE = Retry.times(2).backoff(Duration.ZERO).cap(Duration.ZERO);

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
            DELAYS);

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

    @Test
    void noDelayIsWaitedForTwiceBecauseATransactionTookBackThatItWasParked() {
        // Given what was sent after each delay was refused, before it was committed that the record had been parked
        Refusals refusals = new Refusals(TWICE);
        Processor replaying = ParkingProcessor.around(
                new ReplayedFailures(
                        new Processor() {
                            @Override
                            public Verdict attempt(Work work) {
                                throw new IllegalStateException("no attempt is left");
                            }

                            @Override
                            public Verdict settle(Work work, Throwable failure) {
                                throw new IllegalStateException("nothing is pending");
                            }
                        },
                        refusals,
                        TWICE),
                DELAYS);

        // When the record comes again from its source, then it waits for the second delay
        refusals.output(failed(parked(1), 2), "out", new RecordTooLargeException("planted"));
        Work source = work(1);
        assertThat(replaying.attempt(source)).isEqualTo(Verdict.PARK);
        assertThat(source.park().tier()).isEqualTo(2);
        assertThat(source.attempts().count()).isEqualTo(3);

        // When it comes again from where it waited for the first, then there is no further delay
        refusals.output(failed(parked(2), 3), "out", new RecordTooLargeException("planted"));
        Work first = failed(parked(1), 2);
        assertThat(replaying.attempt(first)).isEqualTo(Verdict.DEAD);
        assertThat(first.attempts().count()).isEqualTo(4);

        // When its dead letter is refused as well
        refusals.letter(first);

        // Then that is tried again, from wherever it comes
        assertThat(replaying.attempt(failed(parked(1), 2))).isEqualTo(Verdict.DEAD);
        Work anew = Samples.work(Samples.record(1, "key", "value"));
        assertThat(replaying.attempt(anew)).isEqualTo(Verdict.DEAD);
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

    private static <W extends Work> W failed(W work, int times) {
        work.failed(new Attempts(times, 1, 1, Stage.HANDLER, new IllegalStateException("no"), null, null, 0));
        return work;
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
