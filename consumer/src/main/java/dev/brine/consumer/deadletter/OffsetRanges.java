package dev.brine.consumer.deadletter;

import dev.brine.consumer.internal.offsets.FinishedRanges;
import java.util.Map;
import java.util.TreeMap;

/** A growing set of offsets that counts everything below its frontier as in it. Used by one thread. */
final class OffsetRanges {

    /** From (inclusive) to (exclusive) of ranges beyond the frontier, that neither overlap nor touch. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    private long frontier;

    OffsetRanges(long frontier) {
        this.frontier = frontier;
    }

    /** The lowest offset that is not in the set. */
    long frontier() {
        return frontier;
    }

    boolean contains(long offset) {
        Map.Entry<Long, Long> range = ranges.floorEntry(offset);
        return offset < frontier || (range != null && offset < range.getValue());
    }

    void add(long from, long to) {
        long first = Math.max(from, frontier);
        long last = to;
        if (last <= first) {
            return;
        }
        Map.Entry<Long, Long> before = ranges.floorEntry(first);
        if (before != null && before.getValue() >= first) {
            first = before.getKey();
            last = Math.max(last, before.getValue());
        }
        for (Map.Entry<Long, Long> next = ranges.ceilingEntry(first);
                next != null && next.getKey() <= last;
                next = ranges.ceilingEntry(first)) {
            last = Math.max(last, next.getValue());
            ranges.remove(next.getKey());
        }
        if (first <= frontier) {
            frontier = last;
        } else {
            ranges.put(first, last);
        }
    }

    int size() {
        return ranges.size();
    }

    /** The offset behind the last one. */
    long end() {
        return ranges.isEmpty() ? frontier : ranges.lastEntry().getValue();
    }

    /** What is beyond the frontier. */
    FinishedRanges beyond() {
        FinishedRanges.Builder beyond = FinishedRanges.builder();
        ranges.forEach(beyond::add);
        return beyond.build();
    }
}
