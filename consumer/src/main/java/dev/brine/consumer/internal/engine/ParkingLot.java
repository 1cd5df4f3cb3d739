package dev.brine.consumer.internal.engine;

import dev.brine.consumer.Health.Progress;
import dev.brine.consumer.Processing;
import dev.brine.consumer.internal.deadletters.DeadLetterPublisher;
import dev.brine.consumer.internal.engine.HealthWatch.Finding;
import dev.brine.consumer.internal.lanes.Completions;
import dev.brine.consumer.internal.lanes.Dispatcher;
import dev.brine.consumer.internal.lanes.Park;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Restored;
import dev.brine.consumer.internal.offsets.Snapshot;
import dev.brine.consumer.internal.retry.LogCommit;
import dev.brine.consumer.internal.retry.ParkedWork;
import dev.brine.consumer.internal.retry.RetryMeters;
import dev.brine.consumer.internal.retry.RetryMeters.Outcome;
import dev.brine.consumer.internal.retry.RetryRecords;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retry partitions of this worker: reads each to its end before records of its source are handed out, takes in what
 * is parked, and hands out what is due. Owner thread, but for {@link #publish} and {@link #trouble}.
 */
final class ParkingLot implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ParkingLot.class);

    private static final int MOST_RECORDS = 10_000;
    private static final long MOST_BYTES = 16L << 20;
    private static final double LOW = 0.75;
    private static final long READING_NANOS = 1_000_000;
    private static final long ASK_AGAIN_NANOS = 500_000_000;
    private static final long RENEW_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long CARRY_MILLIS = TimeUnit.HOURS.toMillis(12);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private record Acknowledged(Work work, long at) {}

    private final String group;
    private final boolean ordered;

    /** Most characters of a commit's metadata, where a map that is cut would have outputs written twice. */
    private final int mapLimit;

    private final Duration stalledAfter;
    private final Partitions partitions;
    private final Dispatcher dispatcher;
    private final Completions completions;
    private final WorkerMeters workerMeters;
    private final RetryRecords records;
    private final RetryMeters meters;
    private final RetryTopicGrowth growth;
    private final LogReader reader;
    private final DeadLetterPublisher publisher;
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();

    /** Logs that are not being read yet. */
    private final List<RetryLog> waiting = new ArrayList<>();

    private final List<RetryLog> logs = new ArrayList<>();
    private long askAgainAt = System.nanoTime();

    /** What keeps records from being handed out, if anything does for long. */
    private volatile @Nullable Finding held;

    private volatile long heldSince;

    ParkingLot(
            Settings settings,
            RetryRuntime runtime,
            Producer<byte[], byte[]> producer,
            Partitions partitions,
            Dispatcher dispatcher,
            Completions completions,
            WorkerMeters workerMeters) {
        this.completions = completions;
        this.group = settings.group();
        this.ordered = settings.ordering() == dev.brine.consumer.Ordering.KEY;
        this.mapLimit = settings.processing() == Processing.EXACTLY_ONCE
                ? settings.committing().metadataLimit()
                : Integer.MAX_VALUE;
        this.stalledAfter = settings.stalledAfter();
        this.partitions = partitions;
        this.dispatcher = dispatcher;
        this.workerMeters = workerMeters;
        this.records = runtime.records();
        this.growth = runtime.growth();
        this.reader = new LogReader(runtime.reader());
        this.meters = new RetryMeters(settings.meters(), settings.group());
        this.publisher = new DeadLetterPublisher(
                settings.name() + "-parking", producer, records, this::acknowledged, dispatcher::abandon);
        meters.worker(settings.name(), publisher::pending);
    }

    void start() {
        publisher.start();
    }

    /** Takes work that is to be parked. Any thread. */
    void publish(Work work) {
        publisher.accept(work);
    }

    /** Sources, and the retry partitions beside them: what has to be read of the commits in one request. */
    Set<TopicPartition> withLogs(Collection<TopicPartition> sources) {
        Set<TopicPartition> all = new HashSet<>(sources);
        sources.forEach(source -> all.add(logOf(source)));
        return all;
    }

    /**
     * Holds a source that was assigned until its retry partition is read.
     *
     * @param committed of {@link #withLogs}
     */
    void begin(OwnedPartition source, Map<TopicPartition, OffsetAndMetadata> committed) {
        source.token(UUID.randomUUID().toString().replace("-", "").substring(0, 16));
        source.held = true;
        if (!source.closed()) {
            begin(source, committed.get(source.partition()), committed.get(logOf(source.partition())));
        }
    }

    /**
     * Takes in what has been acknowledged.
     *
     * @param finish told of what is finished in its source now
     * @return how much
     */
    int takeBack(BiConsumer<OwnedPartition, Work> finish) {
        int count = 0;
        long now = System.currentTimeMillis();
        for (Acknowledged next = acknowledged.poll(); next != null; next = acknowledged.poll()) {
            count++;
            takeBack(next.work, next.at, now, finish);
        }
        return count;
    }

    /** Reads on, hands out what is due, and keeps bounds. */
    void turn(long now) {
        forget();
        if (!waiting.isEmpty()) {
            beginAgain(now);
        }
        read();
        int handedOut = 0;
        long millis = System.currentTimeMillis();
        for (RetryLog each : logs) {
            if (each.parking().isOpen() && !each.closed()) {
                handedOut += handOut(each, millis);
                boolean mapFull = each.mapFull(mapLimit);
                carry(each, millis, mapFull);
                bound(each, mapFull);
                if (now - each.renewedAt > RENEW_NANOS) {
                    each.renewedAt = now;
                    each.dirty = true;
                }
            }
        }
        if (handedOut > 0) {
            dispatcher.start();
        }
        judge(now);
    }

    /** Nanoseconds until something is due, or {@code otherwise} if that is sooner. */
    long nanosToNext(long otherwise) {
        long wait = !reader.idle() ? READING_NANOS : otherwise;
        if (!waiting.isEmpty()) {
            wait = Math.min(wait, ASK_AGAIN_NANOS / 10);
        }
        long now = System.currentTimeMillis();
        for (RetryLog each : logs) {
            long due = each.nextDue(mapLimit);
            if (due - now < TimeUnit.NANOSECONDS.toMillis(wait) + 1) {
                wait = Math.min(wait, Math.max(0, TimeUnit.MILLISECONDS.toNanos(due - now)));
            }
        }
        return wait;
    }

    /** What is wrong with parking; null if all is well. Any thread. */
    @Nullable
    Finding trouble() {
        String down = publisher.trouble(PATIENCE);
        if (down != null) {
            return new Finding(Progress.RETRIES_DOWN, down);
        }
        Finding now = held;
        return now != null && System.nanoTime() - heldSince > stalledAfter.toNanos() ? now : null;
    }

    @Override
    public void close() {
        publisher.close();
        reader.close();
        meters.close();
    }

    /**
     * The publisher's thread. A producer that repeats what its broker has had long ago is told that it is there, and not
     * where (Kafka's error 46): which copy counts could not be said, so another one is written.
     */
    private void acknowledged(Work work, RecordMetadata where) {
        if (!where.hasOffset()) {
            publisher.accept(work);
            return;
        }
        acknowledged.add(new Acknowledged(work, where.offset()));
        dispatcher.parkAcknowledged(work);
        completions.wake();
    }

    private void begin(
            OwnedPartition source, @Nullable OffsetAndMetadata committed, @Nullable OffsetAndMetadata ofLog) {
        TopicPartition partition = logOf(source.partition());
        LogCommit commit = ofLog == null
                ? LogCommit.NONE
                : LogCommit.decode(partition.toString(), ofLog.offset(), ofLog.metadata());
        if (commit.problem() != null) {
            workerMeters.map("unreadable");
            log.atWarn()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("error", commit.problem())
                    .log("commit of the retry partition not usable, what was parked since it is done again");
        }
        RetryLog begun = new RetryLog(
                partition,
                partitions.nextEpoch(),
                source,
                snapshot(source.partition(), committed),
                commit,
                ordered,
                workerMeters.topic(source.partition().topic()),
                System.nanoTime());
        source.log = begun;
        partitions.add(begun);
        logs.add(begun);
        waiting.add(begun);
        meters.begun(begun, source.partition(), begun.parking()::size);
    }

    private void beginAgain(long now) {
        if (now - askAgainAt < 0) {
            return;
        }
        List<RetryLog> ready = new ArrayList<>();
        for (RetryLog each : waiting) {
            if (growth.has(each.partition())) {
                ready.add(each);
            }
        }
        try {
            if (!ready.isEmpty()) {
                reader.begin(ready, this::open);
                waiting.removeAll(ready);
            }
        } catch (RetriableException e) {
            log.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("error", e.toString())
                    .log("retry topic does not answer");
        }
        askAgainAt = waiting.isEmpty() ? now : System.nanoTime() + ASK_AGAIN_NANOS / 5;
    }

    private void read() {
        if (reader.idle()) {
            return;
        }
        try {
            reader.step(this::found, this::open);
        } catch (RetriableException e) {
            log.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("error", e.toString())
                    .log("retry topic cannot be read");
        }
    }

    private void found(RetryLog in, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        if (!in.found(record, records.read(record))) {
            meters.count(in.source().topic(), Outcome.IGNORED);
        }
    }

    private void open(RetryLog opened, Long end) {
        opened.open(end);
        OwnedPartition source = partitions.get(opened.source());
        if (source != null) {
            source.held = false;
        }
        log.atInfo()
                .addKeyValue("topic", opened.source().topic())
                .addKeyValue("partition", opened.source().partition())
                .addKeyValue("offset", end)
                .log(
                        "retry partition read: {} records of {} keys are parked",
                        opened.parking().size(),
                        opened.parking().keys());
    }

    private void takeBack(Work work, long at, long now, BiConsumer<OwnedPartition, Work> finish) {
        OwnedPartition owned = (OwnedPartition) work.assignment();
        RetryLog into = owned instanceof RetryLog itself ? itself : owned.log;
        if (owned.forgotten() || into == null) {
            owned.meters().stale().increment();
            if (into != null && !into.forgotten() && owned != into) {
                into.late(work, at);
            }
        } else if (work instanceof ParkedWork parked) {
            boolean carried = parked.entry().tier() == tier(work);
            into.moved(parked, at, now);
            meters.count(into.source().topic(), carried ? Outcome.CARRIED : Outcome.AGAIN);
        } else {
            into.parked(work, at, now);
            finish.accept(owned, work);
            meters.count(into.source().topic(), tier(work) == 0 ? Outcome.FOLLOWED : Outcome.PARKED);
        }
    }

    /** Counts how a parked record has ended. */
    void ended(Work work) {
        if (work instanceof ParkedWork) {
            meters.count(work.record().topic(), work.verdict() == Verdict.DEAD ? Outcome.DEAD : Outcome.CLEARED);
        }
    }

    private int handOut(RetryLog from, long now) {
        int count = 0;
        for (ParkedWork due = from.takeDue(now, mapLimit); due != null; due = from.takeDue(now, mapLimit)) {
            dispatcher.add(due.lane());
            count++;
        }
        return count;
    }

    private void carry(RetryLog within, long now, boolean mapFull) {
        ParkedWork carried = within.takeCarried(now - CARRY_MILLIS, mapFull);
        if (carried != null) {
            within.enter();
            publisher.accept(carried);
        }
    }

    private void bound(RetryLog each, boolean mapFull) {
        double used = Math.max(
                (double) each.parking().size() / MOST_RECORDS,
                (double) each.parking().weight() / MOST_BYTES);
        if (each.full ? used < LOW && !mapFull : used >= 1 || mapFull) {
            each.full = !each.full;
            OwnedPartition source = partitions.get(each.source());
            if (source != null) {
                source.held = each.full;
            }
            log.atWarn()
                    .addKeyValue("topic", each.source().topic())
                    .addKeyValue("partition", each.source().partition())
                    .log(
                            each.full
                                    ? "{} records are parked, the partition waits"
                                    : "{} records are parked, the partition goes on",
                            each.parking().size());
        }
    }

    private void judge(long now) {
        Finding found = null;
        if (!waiting.isEmpty() || !reader.idle()) {
            found = new Finding(
                    Progress.RETRIES_DOWN,
                    "what is parked of " + waiting.size() + " partitions or more could not be read yet");
        }
        for (RetryLog each : logs) {
            if (each.full) {
                found = new Finding(
                        Progress.BLOCKED_BY_KEY,
                        each.parking().size() + " records of " + each.parking().keys() + " keys are parked from "
                                + each.source() + ", which waits until some are handled");
            }
        }
        Finding before = held;
        if (before == null || found == null) {
            heldSince = now;
        }
        held = found;
    }

    private void forget() {
        waiting.removeIf(OwnedPartition::closed);
        logs.removeIf(each -> {
            if (each.forgotten()) {
                meters.forgotten(each);
            }
            return each.forgotten();
        });
    }

    private TopicPartition logOf(TopicPartition source) {
        return new TopicPartition(records.topicFor(source.topic()), source.partition());
    }

    private static int tier(Work work) {
        Park park = work.park();
        return park == null ? 0 : park.tier();
    }

    private static Snapshot snapshot(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return Snapshot.UNKNOWN;
        }
        Restored map = CompletionMap.decode(partition.toString(), committed.offset(), committed.metadata());
        return new Snapshot(
                committed.offset(), map instanceof Restored.Map found ? found.finished() : FinishedRanges.NONE);
    }
}
