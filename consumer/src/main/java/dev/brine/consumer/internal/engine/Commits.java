package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.offsets.Snapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits frontiers with their completion maps, each read in one step. One asynchronous commit is on its way at most, so
 * that none can overtake another; a partition is clean when the broker has confirmed, not when it was asked.
 */
final class Commits implements OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(Commits.class);

    /** How soon a commit that is due by count is looked at again while another is on its way. */
    private static final long ANSWER_NANOS = 5_000_000;

    private final Consumer<?, ?> consumer;
    private final Partitions partitions;
    private final WorkerMeters meters;
    private final long intervalNanos;
    private final int everyRecords;
    private final int metadataLimit;
    private boolean onItsWay;
    private long nextAt;
    private int ended;

    Commits(Consumer<?, ?> consumer, Partitions partitions, WorkerMeters meters, Committing when) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.meters = meters;
        this.intervalNanos = when.every().toNanos();
        this.everyRecords = when.records();
        this.metadataLimit = when.metadataLimit();
        this.nextAt = System.nanoTime() + intervalNanos;
    }

    @Override
    public void ended(int records) {
        ended += records;
    }

    @Override
    public void maybe(long now) {
        if (onItsWay || (now - nextAt < 0 && ended < everyRecords)) {
            return;
        }
        ended = 0;
        nextAt = now + intervalNanos;
        Map<OwnedPartition, OffsetAndMetadata> dirty = takeDirty(partitions.all());
        if (dirty.isEmpty()) {
            return;
        }
        onItsWay = true;
        try {
            consumer.commitAsync(offsets(dirty), (ignored, failure) -> {
                onItsWay = false;
                ended(dirty, failure);
            });
        } catch (RuntimeException e) {
            onItsWay = false;
            ended(dirty, e);
        }
    }

    @Override
    public long nanosToNext(long now, long otherwise) {
        if (onItsWay) {
            // The answer comes inside a poll, and does not end it.
            return ended < everyRecords ? otherwise : Math.min(otherwise, ANSWER_NANOS);
        }
        return Math.max(0, Math.min(otherwise, nextAt - now));
    }

    @Override
    public int wakeAfter() {
        return onItsWay ? Integer.MAX_VALUE : Math.max(1, everyRecords - ended);
    }

    @Override
    public boolean sync(Collection<OwnedPartition> some, Duration atMost) {
        Map<OwnedPartition, OffsetAndMetadata> dirty = takeDirty(some);
        if (dirty.isEmpty()) {
            return true;
        }
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            try {
                consumer.commitSync(offsets(dirty), Duration.ofNanos(Math.max(1, end - System.nanoTime())));
                ended(dirty, null);
                return true;
            } catch (WakeupException e) {
                // It was meant for a poll that had ended by then.
                log.atDebug().log("woken during a commit");
            } catch (RuntimeException e) {
                ended(dirty, e);
                return false;
            }
        }
    }

    @Override
    public void afterFailure(Duration atMost) {
        sync(partitions.all(), atMost);
    }

    @Override
    public boolean last(Runnable poll, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!sync(partitions.all(), atMost)) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            poll.run();
        }
        return true;
    }

    private Map<OwnedPartition, OffsetAndMetadata> takeDirty(Collection<OwnedPartition> some) {
        Map<OwnedPartition, OffsetAndMetadata> dirty = new HashMap<>();
        for (OwnedPartition owned : some) {
            Snapshot snapshot = owned.dirty ? owned.tracker().snapshot() : Snapshot.UNKNOWN;
            if (snapshot.known()) {
                owned.dirty = false;
                dirty.put(owned, owned.offset(snapshot, metadataLimit));
            }
        }
        return dirty;
    }

    private void ended(Map<OwnedPartition, OffsetAndMetadata> dirty, @Nullable Exception failure) {
        if (failure == null) {
            meters.commit("done");
            return;
        }
        boolean later = failure instanceof RebalanceInProgressException
                || failure instanceof RetriableCommitFailedException
                || failure instanceof RetriableException;
        meters.commit(later ? "later" : "failed");
        dirty.forEach((owned, offset) -> {
            // Also after a failure for good: if the partition is still ours it must be committed, if not it is
            // forgotten.
            owned.dirty = true;
            log.atLevel(later ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.WARN)
                    .addKeyValue("topic", owned.partition().topic())
                    .addKeyValue("partition", owned.partition().partition())
                    .addKeyValue("offset", offset.offset())
                    .addKeyValue("epoch", owned.epoch())
                    .addKeyValue("error", failure.toString())
                    .log(later ? "commit put off" : "commit failed");
        });
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<OwnedPartition, OffsetAndMetadata> dirty) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        dirty.forEach((owned, offset) -> offsets.put(owned.partition(), offset));
        return offsets;
    }
}
