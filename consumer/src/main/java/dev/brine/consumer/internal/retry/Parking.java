package dev.brine.consumer.internal.retry;

import dev.brine.consumer.internal.lanes.Gate;
import dev.brine.consumer.internal.offsets.OffsetTracker;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is parked of one source partition in one epoch: found in the log first ({@link #found}), then kept up to date by
 * what is parked, moved and cleared. Hands out what is due, of each key only the first. Knows no Kafka; owner thread.
 *
 * <p>Keys are any objects that are equal where order is to be kept. Every entry counts once in the {@link Gate} of its
 * key, from before it was sent to the log until it is cleared.
 */
public final class Parking<P> {

    private record Due<P>(ParkedEntry<P> entry, long at) {}

    private final OffsetTracker log;
    private final Origin origin;
    private final Map<Object, KeyQueue<P>> keys = new HashMap<>();
    private final TreeMap<Long, ParkedEntry<P>> byOffset = new TreeMap<>();
    private final PriorityQueue<Due<P>> schedule = new PriorityQueue<>(Comparator.comparingLong(Due::at));
    private @Nullable Map<String, ParkedEntry<P>> byId = new HashMap<>();
    private long weight;

    /** @param log the tracker of the log, as its commit has left it */
    public Parking(OffsetTracker log, Origin origin) {
        this.log = log;
        this.origin = origin;
    }

    /**
     * Takes note of what stands in the log, in its order, before {@link #open}.
     *
     * @param at offset in the log
     * @param token of the assignment that wrote it
     * @param id what all copies have in common
     * @param order its source offset
     * @return whether it is parked
     */
    public boolean found(long at, String token, String id, long order, Object key, Parked<P> parked) {
        Map<String, ParkedEntry<P>> known = byId;
        if (known == null) {
            throw new IllegalStateException("found at " + at + " after the log was read to its end");
        }
        long ticket = log.deliver(at);
        if (ticket == OffsetTracker.RESTORED) {
            return false;
        }
        if (!origin.trusts(at, token) || !origin.covered().test(order)) {
            log.finish(ticket);
            return false;
        }
        ParkedEntry<P> earlier = known.remove(id);
        if (earlier != null) {
            clear(earlier);
        }
        KeyQueue<P> queue = keys.computeIfAbsent(key, any -> new KeyQueue<>(key, new Gate()));
        queue.gate.enter();
        known.put(id, add(queue, id, order, at, ticket, parked));
        return true;
    }

    /** Takes note of something in the log that is no parked record. */
    public void ignore(long at) {
        long ticket = log.deliver(at);
        if (ticket != OffsetTracker.RESTORED) {
            log.finish(ticket);
        }
    }

    /** The log is read to its end: from now on its owner is the only one who writes to it. */
    public void open(long end) {
        log.advanceTo(end);
        byId = null;
        keys.values().forEach(this::offer);
    }

    public boolean isOpen() {
        return byId == null;
    }

    /** The gate for a new lane of a key. */
    public Gate gate(Object key) {
        KeyQueue<P> queue = keys.get(key);
        return queue == null ? new Gate() : queue.gate;
    }

    /**
     * A record is in the log for the first time. It has been counted into its gate before it was sent, and is handed out
     * once it is {@linkplain #release released}.
     */
    public ParkedEntry<P> park(long at, String id, long order, Object key, Gate gate, Parked<P> parked) {
        KeyQueue<P> queue = keys.computeIfAbsent(key, any -> new KeyQueue<>(key, gate));
        if (queue.gate != gate) {
            throw new IllegalStateException("two gates for one key, at " + at + " of the log");
        }
        ParkedEntry<P> entry = add(queue, id, order, at, deliver(at), parked);
        entry.out = true;
        return entry;
    }

    /** The source offset of a record that was parked is finished, so that what it leads to from here on counts. */
    public void release(ParkedEntry<P> entry) {
        entry.out = false;
        if (entry.queue.entries.first() == entry) {
            offer(entry.queue);
        }
    }

    /** Whether a record of the source is parked. */
    public boolean holds(long order) {
        return byOffset.values().stream().anyMatch(entry -> entry.order == order);
    }

    /** A record is in the log that nobody waits for any more: it is delivered again by the source. */
    public void discard(long at, @Nullable Gate gate) {
        log.finish(deliver(at));
        if (gate != null && gate.leave()) {
            keys.values().removeIf(queue -> queue.gate == gate);
        }
    }

    /** An entry that was handed out is in the log again, at another place and perhaps for another tier. */
    public void move(ParkedEntry<P> entry, long at, Parked<P> parked) {
        KeyQueue<P> queue = entry.queue;
        remove(entry);
        log.finish(entry.ticket);
        entry.gone = true;
        add(queue, entry.id, entry.order, at, deliver(at), parked);
        offer(queue);
    }

    /** An entry is finished: done, skipped, or its dead letter is acknowledged. */
    public void clear(ParkedEntry<P> entry) {
        KeyQueue<P> queue = entry.queue;
        remove(entry);
        log.finish(entry.ticket);
        entry.gone = true;
        if (queue.gate.leave()) {
            keys.remove(queue.key);
        } else if (isOpen()) {
            offer(queue);
        }
    }

    /**
     * Hands out an entry that is due; null if there is none.
     *
     * @param now epoch milliseconds
     */
    public @Nullable ParkedEntry<P> takeDue(long now) {
        for (Due<P> next = schedule.peek(); next != null && next.at <= now; next = schedule.peek()) {
            schedule.remove();
            if (stands(next)) {
                next.entry.out = true;
                return next.entry;
            }
        }
        return null;
    }

    /** Hands out the entry at the frontier of the log, to be written again at its end; null if it is out already. */
    public @Nullable ParkedEntry<P> takeOldest() {
        Map.Entry<Long, ParkedEntry<P>> oldest = byOffset.firstEntry();
        if (oldest == null || oldest.getValue().out || !isOpen()) {
            return null;
        }
        oldest.getValue().out = true;
        return oldest.getValue();
    }

    /** Epoch milliseconds when the next is due; {@code Long.MAX_VALUE} if none is. */
    public long nextDue() {
        for (Due<P> next = schedule.peek(); next != null; next = schedule.peek()) {
            if (stands(next)) {
                return next.at;
            }
            schedule.remove();
        }
        return Long.MAX_VALUE;
    }

    /** Epoch milliseconds since when the entry at the frontier of the log is there; {@code Long.MAX_VALUE} if none is. */
    public long oldestSince() {
        return byOffset.isEmpty() ? Long.MAX_VALUE : byOffset.firstEntry().getValue().since;
    }

    /** Parked records. */
    public int size() {
        return byOffset.size();
    }

    /** Keys that have something parked. */
    public int keys() {
        return keys.size();
    }

    /** Bytes of what is parked. */
    public long weight() {
        return weight;
    }

    /**
     * Delivers what was acknowledged. What stands in the log before it and was not is a copy whose acknowledgement got
     * lost, or was written by an owner that is gone: it must not count for the next owner either.
     */
    private long deliver(long at) {
        for (long nobodys = log.position(); nobodys < at; nobodys++) {
            log.finish(log.deliver(nobodys));
        }
        return log.deliver(at);
    }

    private boolean stands(Due<P> due) {
        ParkedEntry<P> entry = due.entry;
        return !entry.gone && !entry.out && entry.queue.entries.first() == entry;
    }

    private void offer(KeyQueue<P> queue) {
        if (!queue.entries.isEmpty()) {
            ParkedEntry<P> first = queue.entries.first();
            // Whether it stands is looked at when it is due: one that is out, or no longer the first, is passed over.
            schedule.add(new Due<>(first, first.due));
        }
    }

    private ParkedEntry<P> add(KeyQueue<P> queue, String id, long order, long at, long ticket, Parked<P> parked) {
        ParkedEntry<P> entry = new ParkedEntry<>(queue, id, order, at, ticket, parked);
        queue.entries.add(entry);
        byOffset.put(at, entry);
        weight += entry.weight;
        return entry;
    }

    private void remove(ParkedEntry<P> entry) {
        entry.queue.entries.remove(entry);
        byOffset.remove(entry.at);
        weight -= entry.weight;
    }
}
