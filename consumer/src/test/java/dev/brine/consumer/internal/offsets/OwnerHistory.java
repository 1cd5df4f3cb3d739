package dev.brine.consumer.internal.offsets;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.function.Function;

/**
 * A short random history of one partition and its owners: deliver, finish, commit (confirmed, refused, or written
 * though the answer is lost), revoke, lose, take back, crash, with a former owner that goes on for a while. The oracle
 * is plain arrays; it is asked after every step. Small enough to be run millions of times.
 */
final class OwnerHistory {

    private static final String PLACE = "orders-3";
    private static final int MOST = 400;

    private final long seed;
    private final Random random;
    private final Function<Snapshot, Tracking> trackers;
    private final Tracking.Reader reader;

    // The log: offsets that can be delivered, and what was finished of them by anybody.
    private final long[] log = new long[MOST];
    private int end;
    private long logEnd;
    private final BitSet finished = new BitSet(MOST);

    // What the broker keeps, and what may be relied on after it is read.
    private long committed;
    private String metadata = "";
    private BitSet promised = new BitSet();
    private boolean anyCommit;

    // The present owner as it should be: index of the first and behind the last delivered record, and what is done.
    private Tracking tracker;
    private int from;
    private int to;
    private long position;
    private boolean known;
    private BitSet done = new BitSet(MOST);
    private final long[] tickets = new long[MOST];

    // An asynchronous commit without an answer yet.
    private Snapshot onItsWay;
    private BitSet promisedOnItsWay = new BitSet();

    OwnerHistory(long seed) {
        this(seed, Tracking::of, Tracking::read);
    }

    OwnerHistory(long seed, Function<Snapshot, Tracking> trackers, Tracking.Reader reader) {
        this.seed = seed;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.trackers = trackers;
        this.reader = reader;
        this.logEnd = random.nextInt(3) == 0 ? random.nextLong() >>> 20 : random.nextInt(100);
        this.committed = logEnd;
        this.tracker = trackers.apply(Snapshot.UNKNOWN);
        this.position = logEnd;
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            int dice = random.nextInt(100);
            if (dice < 28) {
                deliver();
            } else if (dice < 74) {
                finish();
            } else if (dice < 80) {
                send();
            } else if (dice < 90) {
                answer();
            } else if (dice < 93) {
                revoke();
            } else if (dice < 95) {
                handOver();
            } else if (dice < 96) {
                crash();
            } else {
                markers();
            }
            check(step);
        }
    }

    private void append(int records) {
        for (int i = 0; i < records && end < MOST; i++) {
            // Markers and compaction leave holes, now and then wide ones.
            logEnd += random.nextInt(5) != 0 ? 0 : random.nextInt(8) != 0 ? 1 : random.nextInt(300);
            log[end++] = logEnd++;
        }
    }

    private void deliver() {
        int batch = 1 + random.nextInt(8);
        if (end - to < batch) {
            append(batch);
        }
        for (int i = 0; i < batch && to < end; i++) {
            boolean first = !known;
            long ticket = tracker.deliver(log[to]);
            known = true;
            if (first) {
                from = to;
            }
            if (ticket == OffsetTracker.RESTORED) {
                require(finished.get(to), "offset %d is skipped, which nobody has finished", log[to]);
                done.set(to);
            } else {
                require(!promised.get(to), "offset %d is done again, though the commit's map had it", log[to]);
            }
            tickets[to] = ticket;
            position = log[to++] + 1;
        }
        if (random.nextInt(3) == 0) {
            position = to < end ? log[to] : logEnd;
            tracker.advanceTo(position);
        }
    }

    /** The position moves although there is nothing to deliver. */
    private void markers() {
        if (to == end) {
            logEnd += 1 + random.nextInt(3);
            position = logEnd;
            tracker.advanceTo(position);
            if (!known) {
                from = to;
            }
            known = true;
        }
    }

    private void finish() {
        for (int batch = 1 + random.nextInt(6); batch > 0; batch--) {
            int at = done.nextClearBit(from);
            // Mostly old ones, but some records take long.
            for (int skip = random.nextInt(5); skip > 0 && at < to; skip--) {
                at = done.nextClearBit(at + 1);
            }
            if (at < to) {
                tracker.finish(tickets[at]);
                done.set(at);
                finished.set(at);
            }
        }
    }

    private void send() {
        if (onItsWay == null && known) {
            onItsWay = tracker.snapshot();
            promisedOnItsWay = delivered(onItsWay);
        }
    }

    /** Confirmed, refused, or written though the answer is lost; for the tracker the first and the last are the same. */
    private void answer() {
        if (onItsWay != null && random.nextInt(4) != 0) {
            write(onItsWay, promisedOnItsWay);
        }
        onItsWay = null;
    }

    /** Commits and waits for the answer, which may be that it is too late. */
    private void revoke() {
        answer();
        if (known && random.nextInt(4) != 0) {
            Snapshot last = tracker.snapshot();
            write(last, delivered(last));
        }
        handOver();
    }

    /** Handlers end, and nobody is left to hear of it. */
    private void crash() {
        for (int at = from; at < to; at++) {
            if (!done.get(at) && random.nextBoolean()) {
                finished.set(at);
            }
        }
        handOver();
    }

    /** Whoever comes next knows what is committed and nothing else. */
    private void handOver() {
        if (random.nextBoolean()) {
            answer();
        }
        onItsWay = null;
        String read = metadata;
        if (anyCommit && random.nextInt(8) == 0) {
            read = corrupt(metadata);
        }
        if (!read.equals(metadata)) {
            promised = new BitSet();
        }
        tracker = trackers.apply(
                anyCommit ? new Snapshot(committed, reader.read(PLACE, committed, read)) : Snapshot.UNKNOWN);
        position = committed;
        to = 0;
        while (to < end && log[to] < committed) {
            to++;
        }
        from = to;
        known = false;
        done = new BitSet(MOST);
        done.set(0, from);
    }

    private void write(Snapshot snapshot, BitSet promises) {
        int limit = random.nextInt(4) == 0 ? 8 + random.nextInt(60) : 4096;
        String map = CompletionMap.encode(PLACE, snapshot, limit);
        require(map.length() <= limit, "a map of %d characters, %d are allowed", map.length(), limit);
        require(snapshot.next() >= committed, "commit %d after %d", snapshot.next(), committed);
        for (int at = 0; at < end && log[at] < snapshot.next(); at++) {
            require(finished.get(at), "commit %d is above %d, which nobody has finished", snapshot.next(), log[at]);
        }
        FinishedRanges kept = Tracking.read(PLACE, snapshot.next(), map);
        for (int at = 0; at < end; at++) {
            if (log[at] >= snapshot.next() && kept.contains(log[at])) {
                require(finished.get(at), "the map of commit %d has %d unfinished", snapshot.next(), log[at]);
            }
        }
        committed = snapshot.next();
        metadata = map;
        anyCommit = true;
        promised = CompletionMap.fits(snapshot, limit) ? promises : new BitSet();
    }

    /** What a snapshot says is finished beyond it. */
    private BitSet delivered(Snapshot snapshot) {
        BitSet all = new BitSet(MOST);
        for (int at = from; at < to; at++) {
            if (done.get(at) && log[at] >= snapshot.next()) {
                all.set(at);
            }
        }
        return all;
    }

    private String corrupt(String map) {
        if (map.isEmpty() || random.nextInt(3) == 0) {
            return "AgAAAZ0rQk8";
        }
        char[] text = map.toCharArray();
        int at = random.nextInt(text.length);
        text[at] = text[at] == 'A' ? 'B' : 'A';
        return random.nextBoolean() ? new String(text) : map.substring(0, at);
    }

    private void check(int step) {
        if (!known) {
            return;
        }
        int open = done.nextClearBit(from);
        long frontier = open < to ? log[open] : position;
        require(tracker.frontier() == frontier, "step %d: frontier %d, not %d", step, tracker.frontier(), frontier);
        if (step % 4 != 0) {
            return;
        }
        Snapshot snapshot = tracker.snapshot();
        require(snapshot.next() == frontier, "step %d: snapshot at %d, not %d", step, snapshot.next(), frontier);
        for (int at = open; at < to; at++) {
            require(
                    snapshot.beyond().contains(log[at]) == done.get(at),
                    "step %d: %d is not in the snapshot as it should be",
                    step,
                    log[at]);
        }
    }

    /** Formats nothing while all is well, as it is asked a hundred million times. */
    private void require(boolean so, String message, long... numbers) {
        if (!so) {
            throw new AssertionError("seed " + seed + ": "
                    + String.format(message, Arrays.stream(numbers).boxed().toArray()));
        }
    }
}
