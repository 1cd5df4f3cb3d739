package dev.brine.consumer.chaos;

import dev.brine.consumer.CircuitBreaker;
import dev.brine.consumer.RateLimit;
import dev.brine.consumer.WorkerBuilder;
import dev.brine.consumer.chaos.Violation.Rule;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;

/**
 * Mistakes that parallel consumers have been shipped with, made between a worker and its Kafka clients, so that the
 * worker behaves to the outside as if it had made them.
 */
enum Mistake {
    /** S1: commits what was fetched, not what is finished. */
    COMMITS_WHAT_WAS_SEEN(Rule.FRONTIER) {
        @Override
        Tap tap(String worker, Journal journal) {
            return new CommitsPosition(worker, journal);
        }
    },

    /** S4: a record that is in memory from an earlier epoch keeps out the fresh one. */
    STALE_RECORD_WINS(Rule.LOST) {
        @Override
        Tap tap(String worker, Journal journal) {
            return new KeepsResidents(worker, journal);
        }
    },

    /** S6: the callback wants a lock that a thread holds which waits for the owner. */
    CALLBACK_WAITS_FOR_A_THREAD(Rule.CALLBACK) {
        @Override
        Tap tap(String worker, Journal journal) {
            return new WaitsInCallback(worker, journal);
        }
    },

    /** S9: a commit counts when it is sent. Some are refused here, which an honest worker tries again. */
    SENT_COUNTS_AS_COMMITTED(Rule.UNCOMMITTED) {
        @Override
        Tap tap(String worker, Journal journal) {
            return new RefusesNewCommits(worker, journal, true);
        }

        @Override
        Tap honest(String worker, Journal journal) {
            return new RefusesNewCommits(worker, journal, false);
        }
    },

    /** S13: the next offset is the last delivered one and one. */
    OFFSETS_ARE_DENSE(Rule.UNCOMMITTED) {
        @Override
        Tap tap(String worker, Journal journal) {
            return new CountsOffsets(worker, journal);
        }
    },

    /** S14: metadata that cannot be read means that the committed offset is done. */
    FOREIGN_MAP_MEANS_DONE(Rule.LOST) {
        @Override
        Tap tap(String worker, Journal journal) {
            return new TrustsForeignMaps(worker, journal);
        }
    },

    /** S16: a dead letter counts when it is sent. */
    LETTER_SENT_IS_LETTER_THERE(Rule.LETTER) {
        @Override
        TappedClients clients(Tap tap) {
            return new AnswersBeforeSending(tap);
        }
    },

    /** A worker does not know what others have parked: later records of a key overtake the parked one. */
    PARKED_IS_FORGOTTEN(Rule.ORDER) {
        @Override
        Mode mode() {
            return Mode.RETRY_TOPICS;
        }

        @Override
        Tap tap(String worker, Journal journal) {
            return new ForgetsParked(worker, journal);
        }
    },

    /** Each worker takes the rate of the group for its own. */
    RATE_IS_NOT_SHARED(Rule.RATE) {
        @Override
        Mode mode() {
            return Mode.PACED;
        }

        @Override
        WorkerBuilder<String, String> settings(WorkerBuilder<String, String> builder) {
            return builder.rateLimit(RateLimit.perSecond(4 * WorkerPlan.RATE));
        }
    },

    /** Attempts count however many others fail at the same time. */
    OUTAGE_USES_UP_ATTEMPTS(Rule.BURNED) {
        @Override
        Mode mode() {
            return Mode.PACED;
        }

        @Override
        WorkerBuilder<String, String> settings(WorkerBuilder<String, String> builder) {
            return builder.circuitBreaker(CircuitBreaker.DEFAULT.window(100_000, 100_000));
        }
    },

    /** Offsets are committed behind the transaction, not in it. */
    OFFSETS_OUTSIDE_THE_TRANSACTION(Rule.TWICE) {
        @Override
        Mode mode() {
            return Mode.EXACTLY_ONCE;
        }

        @Override
        TappedClients clients(Tap tap) {
            return new CommitsOffsetsLater(tap);
        }
    };

    private final Rule found;

    Mistake(Rule found) {
        this.found = found;
    }

    /** The rule of the audit that finds it. */
    Rule found() {
        return found;
    }

    /** Whether the run without it differs from the one of most mistakes. */
    boolean hasItsOwnScene() {
        return this != COMMITS_WHAT_WAS_SEEN && this != CALLBACK_WAITS_FOR_A_THREAD && this != OFFSETS_ARE_DENSE;
    }

    Mode mode() {
        return Mode.AT_LEAST_ONCE;
    }

    Tap tap(String worker, Journal journal) {
        return new Tap(worker, journal);
    }

    TappedClients clients(Tap tap) {
        return new TappedClients(tap);
    }

    /** Of a worker; the last word. */
    WorkerBuilder<String, String> settings(WorkerBuilder<String, String> builder) {
        return builder;
    }

    /** What stands in the same place without the mistake. */
    Tap honest(String worker, Journal journal) {
        return new Tap(worker, journal);
    }

    private static final class CommitsPosition extends Tap {

        private CommitsPosition(String worker, Journal journal) {
            super(worker, journal);
        }

        @Override
        void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            super.commitAsync(seen(offsets), callback);
        }

        @Override
        void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration atMost) {
            super.commitSync(seen(offsets), atMost);
        }

        private Map<TopicPartition, OffsetAndMetadata> seen(Map<TopicPartition, OffsetAndMetadata> offsets) {
            Map<TopicPartition, OffsetAndMetadata> seen = new HashMap<>();
            offsets.keySet()
                    .forEach(partition -> seen.put(partition, new OffsetAndMetadata(behind().position(partition))));
            return seen;
        }
    }

    private static final class KeepsResidents extends Tap {

        private final Journal journal;
        private final Set<String> residents = new HashSet<>();

        private KeepsResidents(String worker, Journal journal) {
            super(worker, journal);
            this.journal = journal;
        }

        @Override
        ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration wait) {
            ConsumerRecords<ByteBuffer, ByteBuffer> all = super.poll(wait);
            Map<TopicPartition, List<ConsumerRecord<ByteBuffer, ByteBuffer>>> fresh = new HashMap<>();
            for (ConsumerRecord<ByteBuffer, ByteBuffer> record : all) {
                boolean resident = !residents.add(record.partition() + "@" + record.offset());
                if (!resident || journal.isFinished(record.partition(), record.offset())) {
                    fresh.computeIfAbsent(
                                    new TopicPartition(record.topic(), record.partition()), key -> new ArrayList<>())
                            .add(record);
                }
            }
            return new ConsumerRecords<>(fresh, all.nextOffsets());
        }
    }

    private static final class WaitsInCallback extends Tap {

        private static final long GIVES_UP_AFTER = Audit.CALLBACK + 3_000;

        private final ReentrantLock lock = new ReentrantLock();
        private final BlockingQueue<CountDownLatch> asked = new LinkedBlockingQueue<>();

        private WaitsInCallback(String worker, Journal journal) {
            super(worker, journal);
            Thread committer = new Thread(this::askOwner, worker + "-committer");
            committer.setDaemon(true);
            committer.start();
        }

        private void askOwner() {
            try {
                while (true) {
                    lock.lock();
                    try {
                        CountDownLatch served = new CountDownLatch(1);
                        asked.add(served);
                        if (!served.await(GIVES_UP_AFTER, TimeUnit.MILLISECONDS)) {
                            return;
                        }
                    } finally {
                        lock.unlock();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration wait) {
            for (CountDownLatch served = asked.poll(); served != null; served = asked.poll()) {
                served.countDown();
            }
            return super.poll(wait);
        }

        @Override
        void revoked(ConsumerRebalanceListener listener, Collection<TopicPartition> partitions) {
            lock.lock();
            try {
                super.revoked(listener, partitions);
            } finally {
                lock.unlock();
            }
        }
    }

    private static final class RefusesNewCommits extends Tap {

        private final boolean countsAnyway;
        private Map<TopicPartition, OffsetAndMetadata> refused = Map.of();

        private RefusesNewCommits(String worker, Journal journal, boolean countsAnyway) {
            super(worker, journal);
            this.countsAnyway = countsAnyway;
        }

        @Override
        void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
            if (offsets.equals(refused)) {
                super.commitAsync(offsets, callback);
                return;
            }
            refused = offsets;
            callback.onComplete(offsets, countsAnyway ? null : new RebalanceInProgressException("planted"));
        }
    }

    private static final class CountsOffsets extends Tap {

        private CountsOffsets(String worker, Journal journal) {
            super(worker, journal);
        }

        @Override
        ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration wait) {
            ConsumerRecords<ByteBuffer, ByteBuffer> all = super.poll(wait);
            Map<TopicPartition, List<ConsumerRecord<ByteBuffer, ByteBuffer>>> records = new HashMap<>();
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            for (TopicPartition partition : all.partitions()) {
                List<ConsumerRecord<ByteBuffer, ByteBuffer>> some = all.records(partition);
                records.put(partition, some);
                next.put(
                        partition,
                        new OffsetAndMetadata(some.get(some.size() - 1).offset() + 1));
            }
            return new ConsumerRecords<>(records, next);
        }
    }

    private static final class TrustsForeignMaps extends Tap {

        private TrustsForeignMaps(String worker, Journal journal) {
            super(worker, journal);
        }

        @Override
        Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions, Duration atMost) {
            Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>(super.committed(partitions, atMost));
            read.replaceAll((partition, committed) -> committed == null
                            || committed.metadata().isEmpty()
                            || committed.metadata().startsWith("brine:")
                    ? committed
                    : new OffsetAndMetadata(committed.offset(), done(partition, committed.offset())));
            return read;
        }

        private static String done(TopicPartition partition, long offset) {
            Snapshot wrong = new Snapshot(
                    offset, FinishedRanges.builder().add(offset, offset + 1).build());
            return CompletionMap.encode(partition.toString(), wrong, 4096);
        }
    }

    private static final class ForgetsParked extends Tap {

        private ForgetsParked(String worker, Journal journal) {
            super(worker, journal);
        }

        @Override
        ConsumerRecords<ByteBuffer, ByteBuffer> parked(Consumer<ByteBuffer, ByteBuffer> reader, Duration wait) {
            return new ConsumerRecords<>(Map.of(), super.parked(reader, wait).nextOffsets());
        }
    }

    private static final class CommitsOffsetsLater extends TappedClients {

        private Map<TopicPartition, OffsetAndMetadata> later = Map.of();

        private CommitsOffsetsLater(Tap tap) {
            super(tap);
        }

        @Override
        void offsets(
                Producer<byte[], byte[]> real,
                Map<TopicPartition, OffsetAndMetadata> offsets,
                ConsumerGroupMetadata member) {
            later = offsets;
        }

        @Override
        void commit(Producer<byte[], byte[]> real) {
            super.commit(real);
            tap().behind().commitSync(later);
        }
    }

    private static final class AnswersBeforeSending extends TappedClients {

        private AnswersBeforeSending(Tap tap) {
            super(tap);
        }

        @Override
        Future<RecordMetadata> send(
                Producer<byte[], byte[]> real, ProducerRecord<byte[], byte[]> record, Callback callback) {
            callback.onCompletion(new RecordMetadata(new TopicPartition(record.topic(), 0), 0, 0, 0, 0, 0), null);
            return real.send(record);
        }
    }
}
