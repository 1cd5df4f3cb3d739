package dev.brine.consumer.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.Ordering;
import dev.brine.consumer.Processing;
import dev.brine.consumer.Retry;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Dispatcher;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Threads;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Snapshot;
import dev.brine.consumer.internal.pacing.Pacing;
import dev.brine.consumer.internal.retry.FoundRecord;
import dev.brine.consumer.internal.retry.LogCommit;
import dev.brine.consumer.internal.retry.ParkedWork;
import dev.brine.consumer.internal.sending.Refusals;
import dev.brine.consumer.internal.sending.TransactionalOutlet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TransactionsTest {

    private final StubConsumer broker = new StubConsumer();
    private final WorkerMeters meters = new WorkerMeters(new SimpleMeterRegistry(), "billing");
    private final Partitions partitions = new Partitions(Lanes::keys, meters);
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final TransactionalOutlet outlet = new TransactionalOutlet(new Refusals(Retry.times(1)));
    private final Rewind rewind = new Rewind(
            broker.consumer(),
            partitions,
            new Beginnings(broker.consumer(), new CommittedMaps(meters), null),
            Duration.ofSeconds(1));
    private final Transactions transactions = new Transactions(
            settings(),
            broker.consumer(),
            partitions,
            new ExactlyOnce(outlet, "billing", new TransactionalClients(new OneProducer(), Map.of(), null)),
            rewind,
            meters,
            () -> {});
    private final Completions completions = new Completions(() -> {});
    private final Threads threads = Threads.pool("test");
    private final Dispatcher dispatcher =
            new Dispatcher(1, new NeverCalled(), completions, work -> {}, threads, fault -> {});
    private final RetryTimers timers = new RetryTimers(dispatcher::add);
    private final Departures departures = new Departures(
            partitions,
            transactions,
            timers,
            new Drain(
                    new Finisher(completions, timers, work -> {}, transactions, null),
                    timers,
                    dispatcher,
                    Duration.ofMillis(100)),
            meters);

    private static final class NeverCalled implements Processor {
        @Override
        public Verdict attempt(Work work) {
            throw new AssertionError(work);
        }

        @Override
        public Verdict settle(Work work, Throwable failure) {
            throw new AssertionError(work);
        }
    }

    @AfterEach
    void stop() {
        threads.interruptAll();
    }

    private final class OneProducer implements Clients {
        @Override
        public Consumer<ByteBuffer, ByteBuffer> consumer(Map<String, Object> properties) {
            return broker.consumer();
        }

        @Override
        public Producer<byte[], byte[]> deadLetters(Map<String, Object> properties) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Producer<byte[], byte[]> transactional(Map<String, Object> properties) {
            return producer;
        }
    }

    @Test
    void whatEndsAfterTheLastCommitIsLeftToTheNextOwner() {
        // Given a handler that outlives the worker's drain
        OwnedPartition owned = partitions.begin(Samples.PARTITION, Snapshot.UNKNOWN);
        Work late = Samples.work(owned, Samples.record(5, "alice", "order"));
        transactions.maybe(System.nanoTime());
        transactions.close();

        // When it ends while the group calls back for the last time
        outlet.pass(late, Outputs.of(new ProducerRecord<>("out", new byte[1])));
        transactions.ended(owned, late);

        // Then
        assertThat(producer.history()).isEmpty();
        assertThat(owned.dirty).isFalse();
        assertThat(outlet.waiting()).isZero();
    }

    @Test
    void whatTheGroupTakesDoesNotBeginAgainInTheMiddle() {
        // Given a partition that waits for its begin, since its transaction has failed
        broker.committed.put(Samples.PARTITION, new OffsetAndMetadata(3));
        OwnedPartition owned = partitions.begin(Samples.PARTITION, Snapshot.UNKNOWN);
        transactions.maybe(System.nanoTime());
        rewind.again(List.of(owned));

        // When it is revoked, and a last commit is tried
        departures.revoked(List.of(Samples.PARTITION));

        // Then nothing of it is left here, for whoever has it now
        assertThat(partitions.isEmpty()).isTrue();
        assertThat(broker.soughtTo).isEmpty();
        transactions.maybe(System.nanoTime());
        assertThat(rewind.pending()).isFalse();
    }

    @Test
    void aRefusalIsRememberedWhileItsRecordIsParked() {
        // Given a record before the frontier, that is parked, and what it sent was refused
        broker.member = new ConsumerGroupMetadata("billing", 1, "member", Optional.empty());
        OwnedPartition source = partitions.begin(Samples.PARTITION, new Snapshot(6, FinishedRanges.NONE));
        source.tracker().deliver(6);
        RetryLog log = parkedBeside(source, 5);
        ParkedWork parked = log.takeDue(1, Integer.MAX_VALUE);
        outlet.refusals().output(parked, "out", new RecordTooLargeException("planted"));

        // When others commit, then it is remembered
        transactions.sync(List.of(), Duration.ZERO);
        assertThat(producer.commitCount()).isEqualTo(1);
        assertThat(outlet.refusals().remind(Samples.work(source, Samples.record(5, "alice", "order"))))
                .isTrue();

        // When it has ended, then it is not
        transactions.ended(log, parked);
        transactions.sync(List.of(), Duration.ZERO);
        assertThat(outlet.refusals().remind(Samples.work(source, Samples.record(5, "alice", "order"))))
                .isFalse();
    }

    private RetryLog parkedBeside(OwnedPartition source, long offset) {
        source.token("t1");
        RetryLog log = new RetryLog(
                new TopicPartition("orders.billing.retry", Samples.PARTITION.partition()),
                partitions.nextEpoch(),
                source,
                new Snapshot(offset + 1, FinishedRanges.NONE),
                LogCommit.NONE,
                true,
                meters.topic("orders"),
                0);
        source.log = log;
        partitions.add(log);
        ConsumerRecord<ByteBuffer, ByteBuffer> original = Samples.record(offset, "alice", "order");
        log.found(
                Samples.record(0, "alice", "order"),
                Optional.of(new FoundRecord(original, 1, 1, "t1", "t1@" + offset, null)));
        log.open(1);
        return log;
    }

    private static Settings settings() {
        return new Settings(
                "worker",
                new Subscription(List.of("orders"), null),
                "billing",
                Map.of(),
                Processing.EXACTLY_ONCE,
                Ordering.KEY,
                1,
                null,
                null,
                new Committing(Duration.ofSeconds(1), Integer.MAX_VALUE, 4096),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Pacing.NONE,
                null);
    }
}
