package dev.brine.consumer.internal.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A random history of one partition, run against the tracker and against plain sets: a log with holes, deliveries,
 * completions, commits that succeed, fail or are cut, owners that lose the partition or die, and a log that begins anew.
 */
final class TrackerHistory {

    private static final String PLACE = "orders-3";

    private final long seed;
    private final Random random;

    // The log and the broker.
    private long logEnd = 1_000;
    private final TreeSet<Long> log = new TreeSet<>();
    private long committedOffset = -1;
    private String committedMap = "";

    // What the handlers did, over all owners.
    private final TreeSet<Long> everFinished = new TreeSet<>();

    // The present owner, and the oracle of what it knows.
    private OffsetTracker tracker = new OffsetTracker();
    private long position = 1_000;
    private final TreeMap<Long, Boolean> delivered = new TreeMap<>();
    private final Map<Long, Long> tickets = new HashMap<>();

    TrackerHistory(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            int dice = random.nextInt(100);
            if (dice < 30) {
                deliver();
            } else if (dice < 85) {
                finish();
            } else if (dice < 94) {
                commit();
            } else if (dice < 98) {
                handOver();
            } else if (random.nextInt(20) == 0) {
                beginLogAnew();
            }
            check(step);
        }
    }

    private void deliver() {
        int batch = 1 + random.nextInt(20);
        for (int i = 0; i < batch; i++) {
            Long next = log.ceiling(position);
            if (next == null) {
                append();
                next = log.ceiling(position);
            }
            long ticket = tracker.deliver(next);
            boolean restored = ticket == OffsetTracker.RESTORED;
            if (restored) {
                assertThat(everFinished)
                        .as("%s: only what was finished is skipped", this)
                        .contains(next);
            } else {
                tickets.put(next, ticket);
            }
            delivered.put(next, restored);
            position = next + 1;
        }
        if (random.nextInt(4) == 0) {
            Long next = log.ceiling(position);
            position = next == null ? logEnd : next;
            tracker.advanceTo(position);
        }
    }

    private void append() {
        for (int i = 0; i < 50; i++) {
            // Markers and compaction leave holes, now and then wide ones.
            logEnd += random.nextInt(5) != 0 ? 0 : random.nextInt(10) != 0 ? 1 : random.nextInt(3_000);
            log.add(logEnd++);
        }
    }

    private void finish() {
        int batch = 1 + random.nextInt(12);
        for (int i = 0; i < batch && !tickets.isEmpty(); i++) {
            List<Long> open = new ArrayList<>(new TreeSet<>(tickets.keySet()));
            // Old ones more often, but not always: some records take long.
            int at = random.nextInt(8) == 0
                    ? random.nextInt(open.size())
                    : Math.min(open.size() - 1, 1 + random.nextInt(5));
            long offset = open.get(at);
            tracker.finish(tickets.remove(offset));
            delivered.put(offset, true);
            everFinished.add(offset);
        }
    }

    private void commit() {
        Snapshot snapshot = tracker.snapshot();
        if (!snapshot.known() || random.nextInt(5) == 0) {
            return; // nothing known, or the commit fails
        }
        int limit = random.nextInt(3) == 0 ? 8 + random.nextInt(200) : 4096;
        committedMap = CompletionMap.encode(PLACE, snapshot, limit);
        committedOffset = snapshot.next();
        assertThat(committedMap.length()).isLessThanOrEqualTo(limit);
        Long unfinished = log.stream()
                .filter(offset -> offset < committedOffset && !everFinished.contains(offset))
                .findFirst()
                .orElse(null);
        assertThat(unfinished)
                .as("%s: unfinished record below the commit %d", this, committedOffset)
                .isNull();
    }

    /** Revoked, lost or killed: whoever comes next knows the last commit and nothing else. */
    private void handOver() {
        Snapshot restored = Snapshot.UNKNOWN;
        position = log.isEmpty() ? logEnd : log.first();
        if (committedOffset >= 0) {
            String map = random.nextInt(10) == 0 ? corrupt(committedMap) : committedMap;
            FinishedRanges finished = CompletionMap.decode(PLACE, committedOffset, map) instanceof Restored.Map found
                    ? found.finished()
                    : FinishedRanges.NONE;
            restored = new Snapshot(committedOffset, finished);
            position = committedOffset;
        }
        tracker = new OffsetTracker(restored);
        delivered.clear();
        tickets.clear();
    }

    /** Cut short by a broker, so that the commit is out of range: its offsets are of records that are no more. */
    private void beginLogAnew() {
        if (committedOffset < 10) {
            return;
        }
        log.clear();
        everFinished.clear();
        log.add(0L);
        logEnd = 1;
        handOver();
        position = 0;
        committedOffset = -1;
        committedMap = "";
        if (tracker.snapshot().known()) {
            throw new AssertionError("a new tracker knows something");
        }
    }

    private String corrupt(String map) {
        if (map.isEmpty()) {
            return "foreign metadata";
        }
        char[] text = map.toCharArray();
        int at = random.nextInt(text.length);
        text[at] = text[at] == 'A' ? 'B' : 'A';
        return random.nextBoolean() ? new String(text) : map.substring(0, at);
    }

    private void check(int step) {
        if (delivered.isEmpty()) {
            return;
        }
        long frontier = delivered.entrySet().stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(position);
        assertThat(tracker.frontier()).as("%s, step %d: frontier", this, step).isEqualTo(frontier);
        assertThat(tracker.position()).as("%s, step %d: position", this, step).isEqualTo(position);
        if (step % 7 != 0) {
            return;
        }
        Snapshot snapshot = tracker.snapshot();
        assertThat(snapshot.next()).isEqualTo(frontier);
        delivered.tailMap(frontier).forEach((offset, finished) -> assertThat(
                        snapshot.beyond().contains(offset))
                .as("%s, step %d: offset %d", this, step, offset)
                .isEqualTo(finished));
        for (Long offset : log.tailSet(position)) {
            if (snapshot.beyond().contains(offset)) {
                assertThat(everFinished).as("%s, step %d", this, step).contains(offset);
            }
        }
        String map = CompletionMap.encode(PLACE, snapshot, Integer.MAX_VALUE / 4);
        assertThat(map.length())
                .as("%s, step %d: bound of the map's size", this, step)
                .isLessThanOrEqualTo(CompletionMap.characters(tracker.mapBytesAtMost()));
    }

    @Override
    public String toString() {
        return "seed " + seed;
    }
}
