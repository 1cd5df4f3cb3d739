package dev.brine.consumer.internal.engine;

import dev.brine.consumer.RecordPosition;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.sending.Refusals;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits offsets together with the outputs of the records that they finish. The open transaction holds, at every moment,
 * exactly the outputs of what the trackers call finished since the last commit; see docs/design/exactly-once.md. Owner
 * thread, but for {@link #trouble} and the answers to sends.
 */
final class Transactions implements OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    private static final int MOST_RECORDS = 10_000;
    private static final int WAKE_AFTER = 1_000;
    private static final long FIRST_REST_NANOS = 100_000_000;
    private static final long LONGEST_REST_NANOS = 5_000_000_000L;
    private static final long REWIND_LOOK_NANOS = 10_000_000;
    private static final int TROUBLE = 3;

    private final Settings settings;
    private final int mostRecords;
    private final Consumer<?, ?> consumer;
    private final Partitions partitions;
    private final ExactlyOnce exactly;
    private final TransactionalProducer producer;
    private final Rewind rewind;
    private final WorkerMeters workerMeters;
    private final TransactionMeters meters;
    private final Held held;
    private final DirtyOffsets dirty;
    private final TransactionFailures failures;
    private final Runnable wakeOwner;

    /** Partitions whose outputs are in the open transaction. */
    private final Set<OwnedPartition> touched = new HashSet<>();

    /** What has ended while no transaction can take it. */
    private final Queue<Work> waiting = new ArrayDeque<>();

    private final AtomicReference<@Nullable SendFailure> sendFailure = new AtomicReference<>();
    private int finished;
    private long lastCommit = System.nanoTime();
    private int failuresInARow;

    /** Until when nothing is begun, after a failure. */
    private long restUntil = lastCommit;

    private boolean resting;

    /** Whether this worker commits no more, whatever is called. */
    private boolean over;

    private volatile @Nullable String trouble;

    private record SendFailure(int generation, Exception cause) {}

    /** @param wakeOwner gets the owner out of its poll */
    Transactions(
            Settings settings,
            Consumer<?, ?> consumer,
            Partitions partitions,
            ExactlyOnce exactly,
            Rewind rewind,
            WorkerMeters workerMeters,
            Runnable wakeOwner) {
        this.settings = settings;
        this.mostRecords = Math.min(MOST_RECORDS, settings.committing().records());
        this.consumer = consumer;
        this.partitions = partitions;
        this.exactly = exactly;
        this.rewind = rewind;
        this.workerMeters = workerMeters;
        this.wakeOwner = wakeOwner;
        this.meters = new TransactionMeters(settings.meters(), settings.group());
        this.producer = new TransactionalProducer(exactly.producers(), exactly.outlet()::lookUpWith);
        this.held = new Held(settings.committing().metadataLimit());
        this.dirty = new DirtyOffsets(partitions, rewind, settings.committing().metadataLimit());
        this.failures = new TransactionFailures(settings.group(), exactly.idPrefix());
    }

    /** Takes a record that has ended: into the transaction and the tracker, or nowhere if it comes again. */
    void ended(OwnedPartition owned, Work work) {
        if (over || owned.forgotten() || rewind.contains(owned)) {
            drop(work);
        } else if (resting) {
            waiting.add(work);
        } else {
            held.pass(owned, work, this::finish);
        }
    }

    /** Lets go of what a record led to that counts no more. */
    void drop(Work work) {
        exactly.outlet().take(work);
    }

    @Override
    public void maybe(long now) {
        look(now);
        if (resting || now - lastCommit < settings.committing().every().toNanos() / 10) {
            return;
        }
        boolean due = now - lastCommit >= settings.committing().every().toNanos() || finished >= mostRecords;
        if (due || (finished > 0 && dirty.unfinished() == 0)) {
            commit(now);
        }
    }

    @Override
    public long nanosToNext(long now, long otherwise) {
        if (resting) {
            return Math.max(0, Math.min(otherwise, restUntil - now));
        }
        long wait = rewind.pending() ? Math.min(otherwise, REWIND_LOOK_NANOS) : otherwise;
        long interval = settings.committing().every().toNanos();
        if (finished > 0 && dirty.unfinished() == 0) {
            interval /= 10;
        } else if (!producer.isOpen() && !dirty.any()) {
            return wait;
        }
        return Math.max(0, Math.min(wait, lastCommit + interval - now));
    }

    /** Woken when all is done that there is, the transaction need not wait for its interval. */
    @Override
    public int wakeAfter() {
        return Math.max(1, Math.min(Math.min(WAKE_AFTER, mostRecords - finished), dirty.unfinished()));
    }

    @Override
    public boolean sync(Collection<OwnedPartition> some, Duration atMost) {
        if (over) {
            return !dirty.any();
        }
        long now = System.nanoTime();
        look(now);
        return !resting && commit(now);
    }

    @Override
    public boolean last(Runnable poll, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            long now = System.nanoTime();
            look(now);
            if (!resting && commit(now)) {
                return true;
            }
            if (now - end >= 0) {
                return false;
            }
            poll.run();
        }
    }

    @Override
    public void afterFailure(Duration atMost) {
        over = true;
        producer.abort();
    }

    @Override
    public @Nullable String trouble() {
        String own = trouble;
        return own == null ? rewind.trouble() : own;
    }

    @Override
    public void close() {
        // Leaving the group calls back once more.
        over = true;
        producer.abort();
        producer.close(Duration.ofSeconds(1));
        exactly.producers().close();
    }

    /** Sees whether the transaction can go on, and brings back what can begin again. */
    private void look(long now) {
        SendFailure failure = sendFailure.getAndSet(null);
        if (failure != null && failure.generation() == producer.generation() && producer.isOpen()) {
            broken(now, failure.cause());
        } else if (touched.stream().anyMatch(OwnedPartition::forgotten)) {
            broken(now, new CommitFailedException("partitions were lost whose outputs are in the transaction"));
        }
        if (resting && now - restUntil < 0) {
            return;
        }
        if (!prepared(now)) {
            return;
        }
        rewind.advance(now);
        if (resting) {
            resting = false;
            for (Work work = waiting.poll(); work != null && !resting; work = waiting.poll()) {
                ended((OwnedPartition) work.assignment(), work);
            }
        }
    }

    private boolean prepared(long now) {
        if (producer.ready()) {
            return true;
        }
        try {
            producer.prepare();
            return true;
        } catch (KafkaException e) {
            failures.throwIfFatal(e);
            log.atWarn()
                    .addKeyValue("group", settings.group())
                    .addKeyValue("error", e.toString())
                    .log("transactional producer not ready, tried again");
            if (!(e instanceof TimeoutException)) {
                producer.discard();
            }
            rest(now, e);
            return false;
        }
    }

    private void finish(OwnedPartition owned, Work work) {
        if (resting) {
            // The transaction broke while this one was on its way.
            ended(owned, work);
            return;
        }
        Outputs outputs = exactly.outlet().take(work);
        if (outputs != null) {
            touched.add(owned);
            try {
                if (!producer.isOpen()) {
                    producer.begin();
                }
                for (ProducerRecord<byte[], byte[]> record : outputs.records()) {
                    send(work, record);
                }
            } catch (KafkaException e) {
                broken(System.nanoTime(), e);
                return;
            }
        }
        owned.finished(work);
        finished++;
    }

    private void send(Work work, ProducerRecord<byte[], byte[]> record) {
        int generation = producer.generation();
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                refused(work, record.topic(), failure);
                if (sendFailure.compareAndSet(null, new SendFailure(generation, failure))) {
                    wakeOwner.run();
                }
            }
        });
    }

    private void refused(Work work, String topic, Exception failure) {
        if (Refusals.isOfTheRecord(failure)) {
            if (work.verdict() == Verdict.DEAD) {
                exactly.outlet().refusals().letter(work);
            } else {
                exactly.outlet().refusals().output(work, topic, failure);
            }
        }
    }

    /** @return whether nothing is left to commit */
    private boolean commit(long now) {
        ConsumerGroupMetadata member = consumer.groupMetadata();
        if (member.generationId() < 0 || member.memberId().isEmpty()) {
            // A coordinator would take these offsets without asking whose they are.
            lastCommit = now;
            return !producer.isOpen() && !dirty.any();
        }
        Map<OwnedPartition, OffsetAndMetadata> committing = dirty.take();
        if (committing.isEmpty() && !producer.isOpen()) {
            lastCommit = now;
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        committing.forEach((owned, offset) -> offsets.put(owned.partition(), offset));
        try {
            if (!producer.isOpen()) {
                producer.begin();
            }
            producer.commit(offsets, member);
        } catch (KafkaException | IllegalStateException e) {
            committing.keySet().forEach(owned -> owned.dirty = true);
            workerMeters.commit("failed");
            SendFailure first = sendFailure.get();
            broken(now, first == null || first.generation() != producer.generation() ? e : first.cause());
            return false;
        }
        lastCommit = System.nanoTime();
        workerMeters.commit("done");
        meters.committed(finished, Duration.ofNanos(lastCommit - now));
        finished = 0;
        failuresInARow = 0;
        trouble = null;
        touched.clear();
        exactly.outlet().refusals().forget(this::over);
        return true;
    }

    /** The transaction cannot be committed: ends it, and has everything that it was about come again. */
    private void broken(long now, Exception cause) {
        failures.throwIfFatal(cause);
        boolean fenced = TransactionFailures.isFencing(cause);
        if (fenced) {
            meters.fenced();
        } else {
            meters.aborted();
            // A topic may be gone by now.
            exactly.outlet().lookUpAnew();
        }
        log.atWarn()
                .addKeyValue("group", settings.group())
                .addKeyValue("error", cause.toString())
                .log(
                        "transaction {}; {} records of {} partitions come again",
                        fenced ? "fenced" : "aborted",
                        finished,
                        touched.size());
        rewind.again(touched);
        producer.abort();
        held.drop(owned -> owned.forgotten() || rewind.contains(owned), this::drop);
        touched.clear();
        finished = 0;
        sendFailure.set(null);
        rest(now, cause);
    }

    private void rest(long now, Exception cause) {
        failuresInARow++;
        long rest = FIRST_REST_NANOS << Math.min(10, failuresInARow - 1);
        restUntil = now + Math.min(LONGEST_REST_NANOS, rest);
        resting = true;
        if (failuresInARow >= TROUBLE) {
            trouble = failuresInARow + " transactions in a row have failed, the last one with " + cause;
        }
    }

    /** Whether a record that was refused once is finished, or no longer this worker's. */
    private boolean over(RecordPosition position) {
        OwnedPartition owned = partitions.get(new TopicPartition(position.topic(), position.partition()));
        return owned == null
                || (!rewind.contains(owned)
                        && owned.tracker().frontier() > position.offset()
                        && (owned.log == null || !owned.log.parking().holds(position.offset())));
    }
}
