package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.engine.WorkerMeters.TopicMeters;
import dev.brine.consumer.internal.lanes.Gate;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Lanes;
import dev.brine.consumer.internal.lanes.Park;
import dev.brine.consumer.internal.lanes.Records;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.CompletionMap;
import dev.brine.consumer.internal.offsets.Snapshot;
import dev.brine.consumer.internal.retry.FoundRecord;
import dev.brine.consumer.internal.retry.LogCommit;
import dev.brine.consumer.internal.retry.Origin;
import dev.brine.consumer.internal.retry.Parked;
import dev.brine.consumer.internal.retry.ParkedEntry;
import dev.brine.consumer.internal.retry.ParkedWork;
import dev.brine.consumer.internal.retry.ParkedWork.Payload;
import dev.brine.consumer.internal.retry.Parking;
import dev.brine.consumer.internal.retry.RetryRecords;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The retry partition beside a source partition: an assignment of its own, whose records are the parked ones. It is
 * assigned, closed, committed and forgotten together with its source, and read by nobody else meanwhile.
 */
final class RetryLog extends OwnedPartition {

    /** Stands for the key of records without one. */
    private static final Object NO_KEY = "no key";

    /** Garbage that may stand between the frontier and the end, for each record that does not. */
    private static final int GARBAGE = 1_000;

    private static final int LONGEST_WINDOW = 16_000;
    private static final int GARBAGE_OF_A_LONG_WINDOW = 300;

    /** The rest is for offsets in the log that nobody waits for, each of which is a hole as well. */
    private static final double MAP_FULL = 0.9;

    private final TopicPartition sourcePartition;
    private final boolean ordered;
    private final Parking<Payload> parking;
    private final long readFrom;
    private final long sourceNext;

    /** What is in the log while its source offset is not finished yet. */
    private final Map<Work, ParkedEntry<Payload>> settling = new IdentityHashMap<>();

    private long fence = -1;

    /** Where the source begins, if nothing was ever committed of it. */
    private long sourceBegin;

    /** When it was last made dirty only so that the commit does not expire, in {@code System.nanoTime}. */
    long renewedAt;

    /** Whether the source waits until something is cleared. */
    boolean full;

    /** @param ordered whether the records of a key are kept in order */
    RetryLog(
            TopicPartition partition,
            int epoch,
            OwnedPartition source,
            Snapshot sourceCommit,
            LogCommit commit,
            boolean ordered,
            TopicMeters meters,
            long now) {
        super(partition, epoch, commit.snapshot(), Lanes::none, meters, now);
        this.sourcePartition = source.partition();
        this.ordered = ordered;
        this.readFrom = commit.snapshot().next();
        this.sourceNext = sourceCommit.next();
        this.renewedAt = now;
        String token = source.token();
        if (token == null) {
            throw new IllegalStateException(source + " has no token");
        }
        token(token);
        urgent(true);
        this.parking = new Parking<>(
                tracker(),
                new Origin(
                        offset -> sourceCommit.known()
                                ? offset < sourceCommit.next()
                                        || sourceCommit.beyond().contains(offset)
                                : offset < sourceBegin,
                        commit.token(),
                        commit.fence()));
    }

    TopicPartition source() {
        return sourcePartition;
    }

    Parking<Payload> parking() {
        return parking;
    }

    /** The committed frontier; -1 if nothing was committed. */
    long readFrom() {
        return readFrom;
    }

    boolean needsSourceBegin() {
        return sourceNext < 0;
    }

    void sourceBegin(long offset) {
        sourceBegin = offset;
    }

    /**
     * Takes note of something that was found in the log.
     *
     * @return whether it is parked
     */
    boolean found(ConsumerRecord<ByteBuffer, ByteBuffer> record, Optional<FoundRecord> parsed) {
        if (parsed.isEmpty() || !isOf(parsed.get().original())) {
            parking.ignore(record.offset());
            return false;
        }
        FoundRecord found = parsed.get();
        return parking.found(
                record.offset(),
                found.token(),
                found.id(),
                found.original().offset(),
                key(found.original()),
                new Parked<>(
                        found.tier(),
                        found.due(),
                        record.timestamp(),
                        Work.weightOf(record),
                        new Payload(found.original(), found.attempts())));
    }

    /** The log is read to its end. */
    void open(long end) {
        parking.open(end);
        fence = end;
        dirty = true;
    }

    /** Gives a new lane of the source the gate of its key. */
    void attach(Lane lane, @Nullable ByteBuffer key) {
        if (ordered && lane.gate() == null) {
            lane.gate(parking.gate(key == null ? NO_KEY : key));
        }
    }

    /** A record of the source is in the log. */
    void parked(Work work, long at, long now) {
        check(at);
        Object key = key(work.record());
        Gate gate = work.lane().gate();
        if (gate == null) {
            gate = new Gate();
            gate.enter();
        }
        settling.put(work, parking.park(at, RetryRecords.id(work), work.record().offset(), key, gate, as(work, now)));
        dirty = true;
    }

    /** The source offset of a record that is in the log is finished: it may be handed out again when it is due. */
    void settled(Work work) {
        ParkedEntry<Payload> entry = settling.remove(work);
        if (entry != null) {
            parking.release(entry);
        }
    }

    /** A parked record is in the log again. */
    void moved(ParkedWork work, long at, long now) {
        check(at);
        counted(work);
        parking.move(work.entry(), at, as(work, now));
        dirty = true;
    }

    /** A record is in the log, but its source has begun again meanwhile. */
    void late(Work work, long at) {
        check(at);
        parking.discard(at, work.lane().gate());
        dirty = true;
    }

    /**
     * Work with what is due now; null if nothing is, or if it has to wait.
     *
     * @param now epoch milliseconds
     * @param limit most characters of a commit's metadata
     */
    @Nullable
    ParkedWork takeDue(long now, int limit) {
        ParkedEntry<Payload> entry = mapFull(limit) ? null : parking.takeDue(now);
        return entry == null ? null : work(entry);
    }

    /**
     * Epoch milliseconds when there is something to hand out; {@code Long.MAX_VALUE} while nothing may be, however long it has been
     * due: whatever changes that wakes the owner.
     *
     * @param limit most characters of a commit's metadata
     */
    long nextDue(int limit) {
        return closed() || !parking.isOpen() || mapFull(limit) ? Long.MAX_VALUE : parking.nextDue();
    }

    /**
     * Work to be written again at the end of the log, so that the frontier moves; null if there is no need.
     *
     * @param mapFull see {@link #mapFull}
     */
    @Nullable
    ParkedWork takeCarried(long olderThan, boolean mapFull) {
        int garbage = tracker().window() - parking.size();
        boolean needed = garbage > parking.size() + GARBAGE
                || (tracker().window() > LONGEST_WINDOW && garbage > GARBAGE_OF_A_LONG_WINDOW)
                || mapFull
                || parking.oldestSince() < olderThan;
        ParkedEntry<Payload> entry = needed ? parking.takeOldest() : null;
        if (entry == null) {
            return null;
        }
        ParkedWork carried = work(entry);
        carried.park(new Park(entry.tier(), entry.due()));
        return carried;
    }

    @Override
    void finished(Work work) {
        counted(work);
        parking.clear(((ParkedWork) work).entry());
        dirty = true;
    }

    /**
     * Whether nothing more may be handed out: in the worst order of ends, its completion map would outgrow a commit.
     *
     * @param limit most characters of a commit's metadata
     */
    boolean mapFull(int limit) {
        int bytes = tracker().mapBytesAtMost(unfinished() + 1);
        return CompletionMap.characters(bytes) > MAP_FULL * mapRoom(limit);
    }

    @Override
    int mapRoom(int limit) {
        return LogCommit.room(limit);
    }

    @Override
    String metadata(Snapshot snapshot, int limit) {
        String token = token();
        return token == null || fence < 0
                ? super.metadata(snapshot, limit)
                : LogCommit.encode(partition().toString(), snapshot, token, fence, limit);
    }

    private ParkedWork work(ParkedEntry<Payload> entry) {
        Lane lane = new Lane(this);
        ParkedWork work = new ParkedWork(lane, entry);
        taken(work);
        lane.append(work);
        return work;
    }

    private Parked<Payload> as(Work work, long now) {
        Park park = work.park();
        if (park == null) {
            throw new IllegalStateException(work + " was parked, but not how");
        }
        return new Parked<>(park.tier(), park.due(), now, work.weight(), new Payload(work.record(), work.attempts()));
    }

    private Object key(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        if (!ordered) {
            return new Object();
        }
        ByteBuffer key = Records.copyOf(record.key());
        return key == null ? NO_KEY : key;
    }

    private boolean isOf(ConsumerRecord<?, ?> original) {
        return original.topic().equals(sourcePartition.topic()) && original.partition() == sourcePartition.partition();
    }

    private void check(long at) {
        if (at < tracker().position()) {
            throw new IllegalStateException(
                    "retry topic " + partition() + " was at " + tracker().position() + " and now writes at " + at
                            + ": it was deleted and made anew; restart the worker");
        }
    }
}
