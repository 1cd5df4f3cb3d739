package dev.brine.consumer.internal.handling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.Retry;
import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Refusals;
import java.time.Duration;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** A record comes again after its output was refused: as new work, of which only the refusals know. */
final class ReplayedFailuresTest {

    private static final Retry TWICE = Retry.times(2).backoff(Duration.ZERO).cap(Duration.ZERO);

    private int calls;

    @Test
    void refusalCountsAsAFailedAttemptAndTheLastOneAsGivenUp() {
        // Given
        Refusals refusals = new Refusals(TWICE);
        Processor processor = processor(refusals, TWICE);
        refusals.output(work(), "invoices", new RecordTooLargeException("planted"));

        // When, Then: one more attempt
        Work second = work();
        assertThat(processor.attempt(second)).isEqualTo(Verdict.DONE);
        assertThat(second.attempt()).isEqualTo(2);
        refusals.output(second, "invoices", new RecordTooLargeException("planted"));

        // When, Then: none
        Work third = work();
        assertThat(processor.attempt(third)).isEqualTo(Verdict.DEAD);
        assertThat(third.attempts().count()).isEqualTo(2);
        assertThat(third.attempts().cause()).isInstanceOf(SendFailedException.class);
        assertThat(calls).isOne();
    }

    @Test
    void refusalOfAClassThatIsGivenUpOnIsGivenUpOnAtOnce() {
        // Given
        Retry strict = TWICE.giveUpOn(SendFailedException.class);
        Refusals refusals = new Refusals(strict);
        refusals.output(work(), "invoices", new RecordTooLargeException("planted"));

        // When, Then
        assertThat(processor(refusals, strict).attempt(work())).isEqualTo(Verdict.DEAD);
        assertThat(calls).isZero();
    }

    @Test
    void nextAttemptWaitsAsAfterAnyFailure() {
        // Given
        Retry slow = Retry.times(2).backoff(Duration.ofMinutes(1));
        Refusals refusals = new Refusals(slow);
        refusals.output(work(), "invoices", new RecordTooLargeException("planted"));

        // When, Then
        Work again = work();
        assertThat(processor(refusals, slow).attempt(again)).isEqualTo(Verdict.RETRY);
        assertThat(again.attempts().retryAt()).isGreaterThan(System.nanoTime());
        assertThat(calls).isZero();
    }

    @Test
    void refusedDeadLetterIsSentAgainWithLessAndThenNowAndThen() {
        // Given
        Retry never = Retry.never();
        Refusals refusals = new Refusals(never);
        Processor processor = processor(refusals, never);
        refusals.output(work(), "invoices", new RecordTooLargeException("planted"));
        Work dead = work();
        assertThat(processor.attempt(dead)).isEqualTo(Verdict.DEAD);

        // When, Then
        refusals.letter(dead);
        Work again = work();
        assertThat(processor.attempt(again)).isEqualTo(Verdict.DEAD);
        assertThat(refusals.letters(again)).isOne();
        assertThat(refusals.stuckLetters()).isZero();
        refusals.letter(again);
        assertThat(processor.attempt(work())).isEqualTo(Verdict.RETRY);
        assertThat(refusals.stuckLetters()).isOne();
    }

    @Test
    void whatIsOverIsForgotten() {
        // Given
        Refusals refusals = new Refusals(TWICE);
        refusals.output(work(), "invoices", new RecordTooLargeException("planted"));

        // When
        refusals.forget(position -> position.offset() == 7);

        // Then
        Work fresh = work();
        assertThat(processor(refusals, TWICE).attempt(fresh)).isEqualTo(Verdict.DONE);
        assertThat(fresh.attempt()).isOne();
    }

    @Test
    void onlyWhatLiesInTheRecordIsARefusal() {
        assertThat(Refusals.isOfTheRecord(new RecordTooLargeException("planted")))
                .isTrue();
        assertThat(Refusals.isOfTheRecord(new TopicAuthorizationException("planted")))
                .isTrue();
        assertThat(Refusals.isOfTheRecord(new TimeoutException("planted"))).isFalse();
        assertThat(Refusals.isOfTheRecord(new ProducerFencedException("planted")))
                .isFalse();
        assertThat(Refusals.isOfTheRecord(new IllegalStateException("planted"))).isFalse();
    }

    private Processor processor(Refusals refusals, Retry retry) {
        return new ReplayedFailures(
                new Processor() {
                    @Override
                    public Verdict attempt(Work work) {
                        calls++;
                        return Verdict.DONE;
                    }

                    @Override
                    public Verdict settle(Work work, Throwable failure) {
                        throw new IllegalStateException("nothing is pending");
                    }
                },
                refusals,
                retry);
    }

    private static Work work() {
        return Samples.work(Samples.record(7, "alice", "order"));
    }
}
