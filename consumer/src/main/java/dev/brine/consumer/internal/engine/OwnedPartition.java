package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.engine.WorkerMeters.TopicMeters;
import dev.brine.consumer.internal.lanes.Assignment;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Verdict;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.OffsetTracker;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An assignment with what only the owner knows of it: which offsets, which lanes, how much is unfinished. */
class OwnedPartition extends Assignment {

    private final OffsetTracker tracker;
    private final Lanes lanes;
    private final TopicMeters meters;
    private final LeaderEpochs leaderEpochs = new LeaderEpochs();
    private final Load load = new Load();
    private boolean forgotten;

    /**
     * What is unfinished. Written for every record, and so not beside the flag that runners read for every record: each
     * write would take that out of their caches.
     */
    private static final class Load {
        private int records;
        private long bytes;
    }

    /** Whether the consumer was told to fetch no more of it. */
    boolean paused;

    /** Whether it waits for its retry partition. Nothing of it is fetched meanwhile. */
    boolean held;

    /** Whether the group has taken it: it does not begin again, whatever it waits for. */
    boolean leaving;

    /** The retry partition beside it; null if there is none, or it is not known yet. */
    @Nullable
    RetryLog log;

    /** Whether something may be committed that has not been yet. */
    boolean dirty;

    /** When the frontier moved last, or had nothing before it, in {@code System.nanoTime}. */
    long frontierMovedAt;

    long frontierThen = -1;

    /** Records behind the frontier that are not finished; read by a gauge. */
    volatile long lag;

    /** Nanoseconds that the frontier has stood although there is work; read by a gauge. */
    volatile long frontierAge;

    OwnedPartition(
            TopicPartition partition,
            int epoch,
            Snapshot restored,
            Function<Assignment, Lanes> lanes,
            TopicMeters meters,
            long now) {
        super(partition, epoch);
        this.tracker = new OffsetTracker(restored);
        this.lanes = lanes.apply(this);
        this.meters = meters;
        this.frontierMovedAt = now;
    }

    OffsetTracker tracker() {
        return tracker;
    }

    Lanes lanes() {
        return lanes;
    }

    TopicMeters meters() {
        return meters;
    }

    LeaderEpochs leaderEpochs() {
        return leaderEpochs;
    }

    void taken(Work work) {
        load.records++;
        load.bytes += work.weight();
    }

    void finished(Work work) {
        tracker.finish(work.ticket());
        counted(work);
        if (!dirty) {
            dirty = true;
        }
        RetryLog beside = log;
        if (beside != null && work.verdict() == Verdict.PARK) {
            beside.settled(work);
        }
    }

    /** Takes work out of its lane and off the counts, however its offset is finished. */
    final void counted(Work work) {
        if (work.lane().takeBack()) {
            lanes.remove(work.lane());
        }
        load.records--;
        load.bytes -= work.weight();
    }

    /** What is committed of it: the frontier with its leader epoch, and what is finished beyond. */
    OffsetAndMetadata offset(Snapshot snapshot, int metadataLimit) {
        return new OffsetAndMetadata(
                snapshot.next(), leaderEpochs.below(snapshot.next()), metadata(snapshot, metadataLimit));
    }

    /** Of so many characters of a commit's metadata, those that the completion map can have. */
    int mapRoom(int limit) {
        return limit;
    }

    /**
     * What a commit says besides the offset.
     *
     * @param limit most characters
     */
    String metadata(Snapshot snapshot, int limit) {
        return CompletionMap.encode(partition().toString(), snapshot, limit);
    }

    int unfinished() {
        return load.records;
    }

    long unfinishedBytes() {
        return load.bytes;
    }

    /** From now on whatever comes back is stale. */
    void forget() {
        close();
        forgotten = true;
    }

    boolean forgotten() {
        return forgotten;
    }
}
