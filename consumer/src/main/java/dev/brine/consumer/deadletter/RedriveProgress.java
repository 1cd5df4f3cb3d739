package dev.brine.consumer.deadletter;

import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.FinishedRanges;
import dev.brine.consumer.internal.offsets.Restored;
import dev.brine.consumer.internal.offsets.Snapshot;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which letters of one partition a group has sent back. Letters that a filter left out stay open before and between
 * those that are done, so what is committed is the first open letter together with a map of what is done beyond it, in
 * the worker's own form. A map that cannot be trusted means that letters are sent again, never that they are skipped.
 *
 * <p>Used by one thread.
 */
public final class RedriveProgress {

    /** The broker's default for {@code offset.metadata.max.bytes}. */
    private static final int METADATA = 4096;

    private final TopicPartition partition;
    private final OffsetRanges finished;
    private final OffsetRanges sent;
    private final @Nullable String problem;
    private long next;
    private boolean changed;

    private RedriveProgress(
            TopicPartition partition, long frontier, FinishedRanges restored, @Nullable String problem) {
        this.partition = partition;
        this.finished = new OffsetRanges(frontier);
        this.sent = new OffsetRanges(frontier);
        this.problem = problem;
        this.next = frontier;
        for (int i = 0; i < restored.size(); i++) {
            add(restored.from(i), restored.to(i));
        }
    }

    /**
     * What a group has done so far.
     *
     * @param begin the first offset that the partition still has
     * @param committed null if the group has committed nothing
     */
    public static RedriveProgress of(TopicPartition partition, long begin, @Nullable OffsetAndMetadata committed) {
        if (committed == null) {
            return new RedriveProgress(partition, begin, FinishedRanges.NONE, null);
        }
        Restored map = CompletionMap.decode(partition.toString(), committed.offset(), committed.metadata());
        FinishedRanges beyond = map instanceof Restored.Map restored ? restored.finished() : FinishedRanges.NONE;
        String problem = map instanceof Restored.Unreadable unreadable ? unreadable.reason() : null;
        return new RedriveProgress(partition, Math.max(begin, committed.offset()), beyond, problem);
    }

    /** Why the committed map could not be trusted; null if it could, or there was none. */
    public @Nullable String problem() {
        return problem;
    }

    /** The first offset that is open. */
    public long frontier() {
        return finished.frontier();
    }

    /** Whether a letter is done: acknowledged in its topic, or passed over. */
    public boolean done(long offset) {
        return finished.contains(offset);
    }

    /** From here on letters are read in the order of their offsets. */
    public void readFrom(long offset) {
        next = offset;
    }

    /** Everything below this offset has been delivered: offsets that were not delivered hold no letter and are done. */
    public void reached(long offset) {
        if (offset > next) {
            add(next, offset);
            next = offset;
        }
    }

    /** A letter was delivered; offsets since the one before it hold no letter. */
    public void delivered(long offset) {
        reached(offset);
        next = Math.max(next, offset + 1);
    }

    /** Whether the map would still fit into a commit, exactly, if this letter were done as well. */
    public boolean hasRoomFor(long offset) {
        long span = Math.max(sent.end(), offset + 1) - sent.frontier();
        return CompletionMap.characters(CompletionMap.bytesAtMost(span, sent.size() + 1)) <= METADATA;
    }

    /** A letter is on its way. */
    public void sent(long offset) {
        sent.add(offset, offset + 1);
    }

    /** A letter is done: it is acknowledged, or the group shall pass it over. */
    public void finished(long offset) {
        add(offset, offset + 1);
        changed = true;
    }

    /** Whether any letter was finished since the last {@link #commit}. */
    public boolean changed() {
        return changed;
    }

    /** What to commit now. */
    public OffsetAndMetadata commit() {
        changed = false;
        Snapshot snapshot = new Snapshot(finished.frontier(), finished.beyond());
        return new OffsetAndMetadata(snapshot.next(), CompletionMap.encode(partition.toString(), snapshot, METADATA));
    }

    private void add(long from, long to) {
        finished.add(from, to);
        sent.add(from, to);
    }
}
