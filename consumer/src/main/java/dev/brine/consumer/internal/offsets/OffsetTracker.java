package dev.brine.consumer.internal.offsets;

import java.util.Arrays;

/**
 * The offsets of one partition in one epoch: which were delivered, which are finished, and the frontier between.
 *
 * <p>A delivered offset gets a ticket, counted from 0 without gaps, and is finished by that ticket. Offsets are sparse
 * (markers, compaction), tickets are not, so the frontier is the oldest unfinished ticket and never arithmetic on
 * offsets; with nothing unfinished it is the position that the broker named. Owned by one thread.
 */
public final class OffsetTracker {

    /** Given instead of a ticket for an offset that an earlier owner has finished. */
    public static final long RESTORED = -1;

    private long[] offsets = new long[64];
    private long[] finished = new long[1];
    private long oldest;
    private long end;
    private long position = -1;
    private int runs;
    private int open;

    private final long restoredBase;
    private FinishedRanges restored;
    private int restoredCursor;

    public OffsetTracker() {
        this(Snapshot.UNKNOWN);
    }

    /** @param committed what an earlier owner had committed; its finished offsets are not delivered again */
    public OffsetTracker(Snapshot committed) {
        restoredBase = committed.next();
        restored = committed.beyond();
    }

    /**
     * Takes note of a record before anyone may work on it.
     *
     * @param offset above every offset delivered before
     * @return the ticket that finishes it, or {@link #RESTORED} if it is finished already
     */
    public long deliver(long offset) {
        if (offset < position) {
            throw new IllegalArgumentException("offset " + offset + " delivered behind position " + position);
        }
        startAt(offset);
        if (end - oldest == offsets.length) {
            grow();
        }
        long ticket = end++;
        offsets[slot(ticket)] = offset;
        clear(slot(ticket));
        open++;
        position = offset + 1;
        if (restoredContains(offset)) {
            finish(ticket);
            return RESTORED;
        }
        return ticket;
    }

    /** Takes note of the next offset that can be delivered, where that is beyond the last delivered one. */
    public void advanceTo(long next) {
        startAt(next);
        position = Math.max(position, next);
    }

    /** Marks a delivered offset as finished. */
    public void finish(long ticket) {
        if (ticket < oldest || ticket >= end || isFinished(ticket)) {
            throw new IllegalStateException("ticket " + ticket + " is not open; open are " + oldest + ".." + (end - 1));
        }
        int slot = slot(ticket);
        finished[slot >> 6] |= 1L << slot;
        open--;
        boolean joinsBefore = ticket > oldest && isFinished(ticket - 1);
        boolean joinsAfter = ticket + 1 < end && isFinished(ticket + 1);
        runs += joinsBefore && joinsAfter ? -1 : joinsBefore || joinsAfter ? 0 : 1;
        if (ticket == oldest) {
            while (oldest < end && isFinished(oldest)) {
                oldest++;
            }
            runs--;
        }
    }

    /** The offset behind the last delivered or skipped one; -1 if nothing is known yet. */
    public long position() {
        return position;
    }

    /** The lowest offset that is not finished; -1 if nothing is known yet. */
    public long frontier() {
        return oldest == end ? position : offsets[slot(oldest)];
    }

    /** Delivered offsets at or above the frontier, finished ones included. */
    public int window() {
        return (int) (end - oldest);
    }

    /** Frontier and what is finished beyond, in one step. */
    public Snapshot snapshot() {
        if (position < 0) {
            return Snapshot.UNKNOWN;
        }
        if (oldest == end && restoredCursor >= restored.size()) {
            return new Snapshot(position, FinishedRanges.NONE);
        }
        FinishedRanges.Builder beyond = FinishedRanges.builder();
        for (long ticket = oldest; ticket < end; ticket++) {
            if (isFinished(ticket)) {
                long from = offsets[slot(ticket)];
                while (ticket + 1 < end && isFinished(ticket + 1)) {
                    ticket++;
                }
                beyond.add(from, offsets[slot(ticket)] + 1);
            }
        }
        for (int i = restoredCursor; i < restored.size(); i++) {
            if (restored.to(i) > position) {
                beyond.add(Math.max(restored.from(i), position), restored.to(i));
            }
        }
        return new Snapshot(frontier(), beyond.build());
    }

    /**
     * Most bytes that the completion map can need, now or after any of what is delivered is finished, without building
     * it.
     */
    public int mapBytesAtMost() {
        return mapBytesAtMost(open);
    }

    /** Most bytes that the completion map can need until so many more of what is delivered are finished. */
    public int mapBytesAtMost(int more) {
        int pending = restored.size() - restoredCursor;
        if (open + pending == 0) {
            return 0;
        }
        long span = Math.max(position, restored.end(position)) - frontier();
        return CompletionMap.bytesAtMost(span, runs + more + pending);
    }

    /**
     * Whether the completion map would still fit whole into so many characters, now and until this ticket is the oldest,
     * if this ticket were finished. Always so for the oldest: finishing that moves the frontier and makes the map shorter.
     */
    public boolean fitsFinished(long ticket, int characters) {
        if (ticket == oldest || CompletionMap.characters(mapBytesAtMost()) <= characters) {
            return true;
        }
        long end = offsets[slot(ticket)] + 1;
        if (restoredCursor < restored.size()) {
            end = Math.max(end, restored.end(end));
        }
        return CompletionMap.characters(CompletionMap.bytesOfBits(end - frontier())) <= characters;
    }

    private void startAt(long offset) {
        if (position < 0 && offset < restoredBase) {
            // The partition starts again below the commit: what the map calls finished are other records now.
            restored = FinishedRanges.NONE;
        }
    }

    private boolean restoredContains(long offset) {
        while (restoredCursor < restored.size() && restored.to(restoredCursor) <= offset) {
            restoredCursor++;
        }
        return restoredCursor < restored.size() && restored.from(restoredCursor) <= offset;
    }

    private int slot(long ticket) {
        return (int) ticket & (offsets.length - 1);
    }

    private boolean isFinished(long ticket) {
        int slot = slot(ticket);
        return (finished[slot >> 6] & 1L << slot) != 0;
    }

    private void clear(int slot) {
        finished[slot >> 6] &= ~(1L << slot);
    }

    private void grow() {
        long[] oldOffsets = offsets;
        long[] oldFinished = finished;
        int mask = oldOffsets.length - 1;
        offsets = Arrays.copyOf(oldOffsets, oldOffsets.length * 2);
        finished = new long[oldFinished.length * 2];
        for (long ticket = oldest; ticket < end; ticket++) {
            int from = (int) ticket & mask;
            int to = slot(ticket);
            offsets[to] = oldOffsets[from];
            if ((oldFinished[from >> 6] & 1L << from) != 0) {
                finished[to >> 6] |= 1L << to;
            }
        }
    }
}
