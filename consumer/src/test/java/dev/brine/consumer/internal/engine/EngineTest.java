package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Dispatcher;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Threads;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The owner's parts together, with handlers that a test ends one by one, and commits that it answers. */
final class EngineTest {

    private static final TopicPartition PARTITION = Samples.PARTITION;

    private final StubConsumer broker = new StubConsumer();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerMeters meters = new WorkerMeters(registry, "billing");
    private final Partitions partitions = new Partitions(Lanes::keys, meters);
    private final Completions completions = new Completions(() -> {});
    private final Threads threads = Threads.pool("engine");
    private final BlockingQueue<Work> began = new LinkedBlockingQueue<>();
    private final BlockingQueue<Verdict> verdicts = new LinkedBlockingQueue<>();
    private final List<Work> stopped = new ArrayList<>();
    private final Dispatcher dispatcher =
            new Dispatcher(10, new Directed(), completions, work -> {}, threads, fault -> {
                throw new IllegalStateException(fault);
            });
    private final RetryTimers timers = new RetryTimers(dispatcher::add);
    private final Finisher finisher = new Finisher(completions, timers, stopped::add);
    private final Commits commits = new Commits(
            broker.consumer(), partitions, meters, new Committing(Duration.ofNanos(1), Integer.MAX_VALUE, 4096));
    private final Intake intake = new Intake(partitions, dispatcher);
    private final Beginnings beginnings = new Beginnings(broker.consumer(), new CommittedMaps(meters), null);
    private final Rewind rewind = new Rewind(broker.consumer(), partitions, beginnings, Duration.ofMillis(300));
    private final Rebalance rebalance = new Rebalance(
            broker.consumer(),
            partitions,
            beginnings,
            rewind,
            false,
            new Departures(
                    partitions,
                    commits,
                    timers,
                    new Drain(finisher, timers, dispatcher, Duration.ofMillis(300)),
                    meters));

    /** Waits in each handler until the test says how it ends. */
    private final class Directed implements Processor {
        @Override
        public Verdict attempt(Work work) {
            began.add(work);
            try {
                return verdicts.take();
            } catch (InterruptedException e) {
                return Verdict.RETRY;
            }
        }

        @Override
        public Verdict settle(Work work, Throwable failure) {
            throw new IllegalStateException("nothing is pending");
        }
    }

    @AfterEach
    void stop() {
        threads.interruptAll();
    }

    @Test
    void completionOfALostAssignmentIsDroppedAndTheFreshRecordIsWorkedOn() throws InterruptedException {
        // Given: offset 5 is in a handler when the partition is lost, and comes back
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        Work stale = next();
        rebalance.onPartitionsLost(List.of(PARTITION));
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        Work fresh = next();

        // When: one of the two handlers ends, then the other
        verdicts.add(Verdict.DONE);
        verdicts.add(Verdict.DONE);
        finish(2);

        // Then
        assertThat(fresh).isNotSameAs(stale);
        assertThat(registry.get("brine.worker.stale").counter().count()).isOne();
        assertThat(registry.get("brine.worker.records")
                        .tag("outcome", "done")
                        .counter()
                        .count())
                .isOne();
        assertThat(owned().tracker().frontier()).isEqualTo(6);
    }

    @Test
    void recordWhoseHandlerEndsTheWorkerIsToldAndStaysUnfinished() throws InterruptedException {
        // Given
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        Work work = next();

        // When
        verdicts.add(Verdict.STOP);
        finish(1);

        // Then
        assertThat(stopped).containsExactly(work);
        assertThat(owned().tracker().frontier()).isEqualTo(5);
        assertThat(owned().inHandlers()).isZero();
        assertThat(registry.get("brine.worker.records")
                        .tag("outcome", "stopped")
                        .counter()
                        .count())
                .isOne();
    }

    @Test
    void commitThatCannotBeReadWithinTheCallbackIsReadAfterIt() throws InterruptedException {
        // Given: offset 5 is unfinished, 6 is done, and the coordinator does not answer
        broker.committed.put(
                PARTITION,
                new OffsetAndMetadata(
                        5,
                        CompletionMap.encode(
                                PARTITION.toString(),
                                new Snapshot(
                                        5, FinishedRanges.builder().add(6, 7).build()),
                                4096)));
        broker.unreadable.add(new TimeoutException("no answer"));

        // When
        rebalance.onPartitionsAssigned(List.of(PARTITION));

        // Then: the callback has not waited for long, and nothing is fetched
        assertThat(broker.reads).allMatch(wait -> wait.toSeconds() <= 2).isNotEmpty();
        assertThat(broker.paused).containsExactly(PARTITION);
        assertThat(rewind.pending()).isTrue();

        // When
        rewind.advance(System.nanoTime());
        poll(5, 6);

        // Then: what the map calls finished is not done again
        assertThat(broker.soughtTo).containsEntry(PARTITION, 5L);
        assertThat(next().record().offset()).isEqualTo(5);
        verdicts.add(Verdict.DONE);
        finish(1);
        assertThat(owned().tracker().frontier()).isEqualTo(7);
        assertThat(began).isEmpty();
    }

    @Test
    void staleCompletionAloneDoesNotMoveTheFrontier() throws InterruptedException {
        // Given
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        next();
        rebalance.onPartitionsLost(List.of(PARTITION));
        verdicts.add(Verdict.DONE);
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        finish(1);

        // When
        poll(5);

        // Then
        assertThat(owned().tracker().frontier()).isEqualTo(5);
        assertThat(next().record().offset()).isEqualTo(5);
    }

    @Test
    void offsetsThatGoBackWithinAnAssignmentBeginANewEpoch() throws InterruptedException {
        // Given
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(50);
        Work old = next();
        int epoch = owned().epoch();

        // When
        poll(0);

        // Then
        assertThat(owned().epoch()).isGreaterThan(epoch);
        assertThat(old.assignment().closed()).isTrue();
        assertThat(next().record().offset()).isZero();
        assertThat(owned().tracker().frontier()).isZero();
    }

    @Test
    void nothingIsCommittedWhenAPartitionIsLost() throws InterruptedException {
        // Given
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        next();
        verdicts.add(Verdict.DONE);
        finish(1);

        // When
        rebalance.onPartitionsLost(List.of(PARTITION));

        // Then
        assertThat(broker.syncCommits).isZero();
        assertThat(broker.committed).isEmpty();
    }

    /** As a consumer of the newer protocol tells it which has not polled for long. */
    @Test
    void nothingIsKeptOfAMemberThatTheGroupHasForgottenWhateverIsNamed() throws InterruptedException {
        // Given
        TopicPartition late = new TopicPartition(PARTITION.topic(), 7);
        rebalance.onPartitionsAssigned(List.of(late));
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        next();
        verdicts.add(Verdict.DONE);

        // When
        rebalance.onPartitionsLost(List.of(late));
        finish(1);
        commits.maybe(System.nanoTime());

        // Then
        assertThat(partitions.isEmpty()).isTrue();
        assertThat(broker.pending).isEmpty();
    }

    @Test
    void revocationWaitsForHandlersThenCommitsAndHandsOutNothingMore() throws InterruptedException {
        // Given: two records of one key, the first in a handler
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5, 6);
        next();

        // When: the handler ends during the drain
        verdicts.add(Verdict.DONE);
        rebalance.onPartitionsRevoked(List.of(PARTITION));

        // Then
        long committed = broker.committed.get(PARTITION).offset();
        assertThat(committed).isBetween(6L, 7L);
        assertThat(partitions.isEmpty()).isTrue();
        assertThat(began.poll(50, TimeUnit.MILLISECONDS) == null || committed == 6)
                .isTrue();
    }

    @Test
    void revocationDoesNotWaitForAHandlerBeyondItsBoundAndCommitsWhatIsFinished() throws InterruptedException {
        // Given
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        next();
        long before = System.nanoTime();

        // When
        rebalance.onPartitionsRevoked(List.of(PARTITION));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(250), Duration.ofSeconds(5));
        assertThat(broker.committed.get(PARTITION).offset()).isEqualTo(5);
    }

    @Test
    void commitThatARebalanceRefusesIsMadeLater() throws InterruptedException {
        // Given
        finishOne(5);
        commits.maybe(System.nanoTime());

        // When
        broker.answer(new RebalanceInProgressException());
        commits.maybe(System.nanoTime());
        broker.answer(null);

        // Then
        assertThat(broker.committed.get(PARTITION).offset()).isEqualTo(6);
        assertThat(owned().dirty).isFalse();
    }

    @Test
    void lastCommitIsTriedAgainWhileTheGroupRebalances() throws InterruptedException {
        // Given
        finishOne(5);
        broker.failures.add(new RebalanceInProgressException());
        broker.failures.add(new RebalanceInProgressException());
        AtomicInteger polls = new AtomicInteger();

        // When
        boolean clean = commits.last(polls::incrementAndGet, Duration.ofSeconds(30));

        // Then
        assertThat(clean).isTrue();
        assertThat(polls).hasValue(2);
        assertThat(broker.committed.get(PARTITION).offset()).isEqualTo(6);
    }

    @Test
    void lastCommitIsGivenUpWhenItsTimeIsOver() throws InterruptedException {
        // Given
        finishOne(5);
        broker.failures.add(new CommitFailedException());

        // When
        boolean clean = commits.last(() -> {}, Duration.ZERO);

        // Then
        assertThat(clean).isFalse();
        assertThat(owned().dirty).isTrue();
    }

    @Test
    void commitCountsOnlyWhenTheBrokerHasConfirmedIt() throws InterruptedException {
        // Given
        finishOne(5);

        // When
        commits.maybe(System.nanoTime());
        broker.answer(new CommitFailedException());

        // Then
        assertThat(owned().dirty).isTrue();
        assertThat(registry.get("brine.worker.commits")
                        .tag("outcome", "failed")
                        .counter()
                        .count())
                .isOne();
        assertThat(registry.find("brine.worker.commits").tag("outcome", "done").counter())
                .isNull();
    }

    @Test
    void secondCommitWaitsForTheAnswerToTheFirst() throws InterruptedException {
        // Given
        finishOne(5);
        commits.maybe(System.nanoTime());
        poll(6);
        next();
        verdicts.add(Verdict.DONE);
        finish(1);

        // When
        commits.maybe(System.nanoTime());

        // Then
        assertThat(broker.pending).hasSize(1);
        broker.answer(null);
        commits.maybe(System.nanoTime());
        broker.answer(null);
        assertThat(broker.committed.get(PARTITION).offset()).isEqualTo(7);
    }

    @Test
    void wakeUpThatComesTooLateDoesNotLoseTheCommitOfARevocation() throws InterruptedException {
        // Given
        finishOne(5);
        broker.failures.add(new WakeupException());

        // When
        rebalance.onPartitionsRevoked(List.of(PARTITION));

        // Then
        assertThat(broker.syncCommits).isEqualTo(2);
        assertThat(broker.committed.get(PARTITION).offset()).isEqualTo(6);
    }

    @Test
    void failureOfARevocationsCommitDoesNotReachThePoll() throws InterruptedException {
        // Given
        finishOne(5);
        broker.failures.add(new CommitFailedException());

        // When
        rebalance.onPartitionsRevoked(List.of(PARTITION));

        // Then
        assertThat(partitions.isEmpty()).isTrue();
        assertThat(registry.get("brine.worker.revoke")
                        .tag("outcome", "declined")
                        .timer()
                        .count())
                .isOne();
    }

    @Test
    void recordThatWaitsForARetryOfALostPartitionIsForgotten() throws InterruptedException {
        // Given
        Work waiting = retrying();
        rebalance.onPartitionsLost(List.of(PARTITION));

        // When
        int fired = timers.fire(Long.MAX_VALUE);

        // Then
        assertThat(fired).isZero();
        assertThat(waiting.assignment().closed()).isTrue();
    }

    @Test
    void whatWasFinishedBeyondTheFrontierIsKnownToTheNextOwner() throws InterruptedException {
        // Given: 5 stays in its handler, 6 of another key is done
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        take(record(5, "a"), record(6, "b"));
        next();
        next();
        verdicts.add(Verdict.DONE);
        finish(1);
        rebalance.onPartitionsRevoked(List.of(PARTITION));

        // When
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        long base = broker.committed.get(PARTITION).offset();
        if (base == 5) {
            take(record(5, "a"), record(6, "b"), record(7, "b"));
        }

        // Then: which of the two handlers took the verdict is open, so either 5 or 6 is finished
        if (base == 5) {
            assertThat(List.of(next().record().offset(), next().record().offset()))
                    .containsExactlyInAnyOrder(5L, 7L);
        } else {
            assertThat(base).isEqualTo(6);
        }
    }

    @Test
    void closedPartitionTakesNothingAndItsPositionStays() {
        // Given
        rebalance.closing();
        rebalance.onPartitionsAssigned(List.of(PARTITION));

        // When
        poll(5);

        // Then
        assertThat(began).isEmpty();
        assertThat(owned().tracker().snapshot()).isEqualTo(Snapshot.UNKNOWN);
    }

    private Work retrying() throws InterruptedException {
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(5);
        Work work = next();
        work.failed(new Attempts(
                1, 0, 0, Attempts.Stage.HANDLER, new IllegalStateException(), null, null, System.nanoTime()));
        verdicts.add(Verdict.RETRY);
        finish(1);
        return work;
    }

    private void finishOne(long offset) throws InterruptedException {
        rebalance.onPartitionsAssigned(List.of(PARTITION));
        poll(offset);
        next();
        verdicts.add(Verdict.DONE);
        finish(1);
    }

    private OwnedPartition owned() {
        return partitions.get(PARTITION);
    }

    private Work next() throws InterruptedException {
        Work work = began.poll(10, TimeUnit.SECONDS);
        assertThat(work).as("a record that is handed out").isNotNull();
        return work;
    }

    private void finish(int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        for (int taken = 0; taken < count; ) {
            taken += finisher.takeBack();
            meters.handOver();
            assertThat(System.nanoTime())
                    .as("time to finish %d of %d", taken, count)
                    .isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private void poll(long... offsets) {
        List<ConsumerRecord<ByteBuffer, ByteBuffer>> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(record(offset, "alice"));
        }
        take(records);
    }

    @SafeVarargs
    private void take(ConsumerRecord<ByteBuffer, ByteBuffer>... records) {
        take(List.of(records));
    }

    private void take(List<ConsumerRecord<ByteBuffer, ByteBuffer>> records) {
        long next = records.get(records.size() - 1).offset() + 1;
        intake.take(new ConsumerRecords<>(Map.of(PARTITION, records), Map.of(PARTITION, new OffsetAndMetadata(next))));
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> record(long offset, String key) {
        return Samples.record(offset, key, "order");
    }
}
