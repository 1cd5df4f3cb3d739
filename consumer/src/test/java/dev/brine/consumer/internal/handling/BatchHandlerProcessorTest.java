package dev.brine.consumer.internal.handling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.consumer.BatchHandler;
import dev.brine.consumer.Finished;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.consumer.RecordOutcome;
import dev.brine.consumer.Retry;
import dev.brine.consumer.SkipException;
import dev.brine.consumer.StopException;
import dev.brine.consumer.TextReader;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.BatchProcessor.Answers;
import dev.brine.consumer.internal.lanes.BatchProcessor.Trigger;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Timekeeper;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchHandlerProcessorTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Timekeeper timekeeper = new Timekeeper("timekeeper");
    private final List<Finished<String, String>> finished = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();
    private Duration limit;

    @AfterEach
    void close() {
        timekeeper.close();
    }

    @Test
    void eachRecordEndsAsItsOutcomeSays() {
        // Given
        List<Work> works = works(5);
        BatchHandlerProcessor<String, String> processor = processor(batch -> Arrays.asList(
                RecordOutcome.done(),
                RecordOutcome.skip("not ours"),
                RecordOutcome.retry(new IllegalArgumentException("busy")),
                RecordOutcome.giveUp(new IllegalStateException("closed account")),
                null));

        // When
        List<Verdict> verdicts = handle(processor, works);

        // Then
        assertThat(verdicts).containsExactly(Verdict.DONE, Verdict.SKIPPED, Verdict.RETRY, Verdict.DEAD, Verdict.RETRY);
        assertThat(finished)
                .extracting(Finished::outcome)
                .containsExactly(Finished.Outcome.DONE, Finished.Outcome.SKIPPED);
        assertThat(works.get(2).attempts().stage()).isEqualTo(Stage.HANDLER);
        assertThat(works.get(2).attempts().cause()).hasMessage("busy");
        assertThat(works.get(3).attempts().stage()).isEqualTo(Stage.GIVEN_UP);
        assertThat(works.get(4).attempts().cause())
                .hasMessageContaining("answered nothing")
                .hasMessageContaining("5");
    }

    @Test
    void outcomesThatAreTooFewFailTheRestAndTooManyFailAll() {
        // When
        List<Verdict> few = handle(processor(batch -> List.of(RecordOutcome.done())), works(2));
        List<Verdict> many = handle(processor(batch -> RecordOutcome.allDone(List.of(1, 2, 3))), works(2));
        List<Verdict> none = handle(processor(batch -> null), works(1));

        // Then
        assertThat(few).containsExactly(Verdict.DONE, Verdict.RETRY);
        assertThat(many).containsExactly(Verdict.RETRY, Verdict.RETRY);
        assertThat(none).containsExactly(Verdict.RETRY);
    }

    @Test
    void recordThatIsToBeTriedAgainIsDeadWhenItsAttemptsAreUsedUp() {
        // Given
        List<Work> work = works(1);
        BatchHandlerProcessor<String, String> processor = processor(batch -> {
            attempts.add(batch.get(0).attempt());
            return List.of(RecordOutcome.retry(new IllegalStateException("no")));
        });

        // When
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            verdicts.add(processor.attempt(work.get(0)));
        }

        // Then
        assertThat(verdicts).containsExactly(Verdict.RETRY, Verdict.RETRY, Verdict.DEAD);
        assertThat(attempts).containsExactly(1, 2, 3);
    }

    @Test
    void whatIsThrownForManyCountsForAllAndSaysNothingOfAnySingleOne() {
        for (RuntimeException thrown :
                List.of(new GiveUpException("x"), new SkipException("x"), new IllegalArgumentException("x"))) {
            // Given
            List<Work> works = works(3);
            BatchHandlerProcessor<String, String> processor = processor(
                    batch -> {
                        throw thrown;
                    },
                    Retry.never().giveUpOn(IllegalArgumentException.class));

            // When
            List<Verdict> together = handle(processor, works);

            // Then
            assertThat(together).containsOnly(Verdict.RETRY);
            assertThat(works)
                    .allSatisfy(work -> assertThat(work.attempts().count()).isOne());

            // When
            Verdict alone = processor.attempt(works.get(0));

            // Then
            assertThat(alone).isEqualTo(thrown instanceof SkipException ? Verdict.SKIPPED : Verdict.DEAD);
        }
    }

    @Test
    void stopIsThrownForAll() {
        assertThat(handle(
                        processor(batch -> {
                            throw new StopException("disk is full");
                        }),
                        works(2)))
                .containsOnly(Verdict.STOP);
    }

    @Test
    void failureOfALostAssignmentIsNotJudged() {
        // Given
        List<Work> works = works(2);

        // When
        List<Verdict> verdicts = handle(
                processor(batch -> {
                    works.forEach(work -> work.assignment().close());
                    throw new StopException("interrupted");
                }),
                works);

        // Then
        assertThat(verdicts).containsOnly(Verdict.RETRY);
    }

    @Test
    void recordThatDoesNotDecodeIsDeadAndInNoBatch() {
        // Given
        Work poison = Samples.work(Samples.record(7, "alice", TextReader.POISON));

        // When
        Verdict verdict = processor(RecordOutcome::allDone).prepare(poison);

        // Then
        assertThat(verdict).isEqualTo(Verdict.DEAD);
        assertThat(poison.attempts().stage()).isEqualTo(Stage.VALUE);
        assertThat(poison.attempts().count()).isZero();
    }

    @Test
    void batchPastItsTimeHasFailedAsAWhole() {
        // Given
        limit = Duration.ofMillis(20);
        List<Work> works = works(2);

        // When
        List<Verdict> verdicts = handle(
                processor(batch -> {
                    new CountDownLatch(1).await();
                    return RecordOutcome.allDone(batch);
                }),
                works);

        // Then
        assertThat(verdicts).containsOnly(Verdict.RETRY);
        assertThat(works).allSatisfy(work -> assertThat(work.attempts().stage()).isEqualTo(Stage.TIMEOUT));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void batchCannotBeChangedAndIsMeasured() {
        // Given
        List<Work> works = works(3);
        BatchHandlerProcessor<String, String> processor = processor(batch -> {
            assertThatThrownBy(() -> batch.remove(0)).isInstanceOf(UnsupportedOperationException.class);
            assertThat(batch).extracting(Message::offset).containsExactly(0L, 1L, 2L);
            return RecordOutcome.allDone(batch);
        });

        // When
        works.forEach(processor::prepare);
        Answers answers = processor.handle(works, Trigger.WAITED);
        answers.setAside(1, 3);

        // Then
        assertThat(answers.verdict(0)).isEqualTo(Verdict.DONE);
        assertThat(registry.get("brine.worker.batch.size")
                        .tag("trigger", "waited")
                        .summary()
                        .max())
                .isEqualTo(3);
        assertThat(registry.get("brine.worker.batch.again").counter().count()).isEqualTo(2);
        assertThat(works.get(2).message()).isNull();
    }

    private static List<Work> works(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Samples.work(Samples.record(i, "key-" + i, "order " + i)))
                .toList();
    }

    private static List<Verdict> handle(BatchHandlerProcessor<String, String> processor, List<Work> works) {
        works.forEach(work -> assertThat(processor.prepare(work)).isNull());
        Answers answers = processor.handle(works, Trigger.FULL);
        return IntStream.range(0, works.size()).mapToObj(answers::verdict).toList();
    }

    private BatchHandlerProcessor<String, String> processor(BatchHandler<String, String> handler) {
        return processor(handler, Retry.times(3));
    }

    private BatchHandlerProcessor<String, String> processor(BatchHandler<String, String> handler, Retry retry) {
        Outcomes<String, String> outcomes = new Outcomes<>();
        outcomes.add(finished::add);
        HandlingMeters meters = new HandlingMeters(registry, "billing");
        return new BatchHandlerProcessor<>(
                new StringDeserializer(),
                new TextReader(),
                new BatchHandlerProcessor.Plan<>(
                        handler,
                        10,
                        Duration.ZERO,
                        timekeeper,
                        limit == null ? null : new Timeouts(limit, timekeeper, meters),
                        meters),
                retry,
                outcomes);
    }
}
