package dev.brine.consumer.internal.retry;

import dev.brine.consumer.internal.lanes.Gate;
import dev.brine.consumer.internal.offsets.OffsetTracker;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;

/**
 * One history of a source partition, its retry log, and owners that come and go, made from a seed. The oracle is plain: it
 * knows of each record which owner's line has finished it, where a line is what was committed when an owner began, and what
 * that owner has finished since. A record that a line has finished is never finished by it again, nor is one before it of the
 * same key; and no record is finished for the first time while one before it of its key has never been.
 */
final class ParkingHistory {

    static final int TIERS = 2;
    private static final String PLACE = "orders.billing.retry-0";

    private final Random random;
    private final int records;
    private final int[] keyOf;

    /** What the broker holds; null is an offset where nothing is. */
    private final List<Written> log = new ArrayList<>();

    private Snapshot source = Snapshot.UNKNOWN;
    private long committedNext = -1;
    private String committedText = "";

    private final BitSet ever = new BitSet();
    private BitSet committed = new BitSet();
    private BitSet line = new BitSet();

    /** Owners that are gone, but whose producers still have something on its way. */
    private final List<Owner> late = new ArrayList<>();

    private Owner owner;
    private long now;
    private int tokens;
    private boolean peaceful;

    int parked;
    int followed;
    int moved;
    int carried;
    int crashes;
    int lateWrites;
    int repeats;
    int unsettled;

    private record Written(String token, String id, int order, int key, int tier, long due) {}

    /** Something that is on its way to the log: a record of the source, or an entry that is out. */
    private record Sent(Written what, int order, ParkedEntry<Integer> entry) {}

    private record Landed(Sent sent, long at) {}

    private final class Owner {
        final String token = "t" + ++tokens;
        final OffsetTracker delivered = new OffsetTracker(source);
        final OffsetTracker logTracker;
        final Parking<Integer> parking;
        final Map<Integer, Long> tickets = new HashMap<>();
        final Map<Integer, Deque<Integer>> lanes = new HashMap<>();
        final Map<Integer, Gate> gates = new HashMap<>();
        final BitSet laneWaits = new BitSet();
        final Deque<Sent> sending = new ArrayDeque<>();
        final Deque<Landed> acknowledged = new ArrayDeque<>();
        final List<ParkedEntry<Integer>> handling = new ArrayList<>();
        final Queue<ParkedEntry<Integer>> settling =
                new PriorityQueue<>(Comparator.<ParkedEntry<Integer>>comparingLong(ParkedEntry::order));
        final long fence;
        int next;

        Owner() {
            LogCommit commit =
                    committedNext < 0 ? LogCommit.NONE : LogCommit.decode(PLACE, committedNext, committedText);
            if (commit.problem() != null) {
                throw new AssertionError(commit.problem());
            }
            Snapshot covered = source;
            logTracker = new OffsetTracker(commit.snapshot());
            parking = new Parking<>(
                    logTracker,
                    new Origin(
                            order -> order < covered.next() || covered.beyond().contains(order),
                            commit.token(),
                            commit.fence()));
            next = (int) Math.max(0, source.next());
            for (long at = Math.max(0, commit.snapshot().next()); at < log.size(); at++) {
                Written found = log.get((int) at);
                if (found != null) {
                    parking.found(at, found.token, found.id, found.order, found.key, parked(found));
                }
            }
            fence = log.size();
            parking.open(fence);
        }

        void deliver() {
            int order = next++;
            long ticket = delivered.deliver(order);
            if (ticket == OffsetTracker.RESTORED) {
                return;
            }
            tickets.put(order, ticket);
            int key = keyOf[order];
            Deque<Integer> lane = lanes.computeIfAbsent(key, any -> {
                gates.put(key, parking.gate(key));
                return new ArrayDeque<>();
            });
            lane.add(order);
        }

        /** The holder of a lane takes the first record. */
        void attempt(int key) {
            int order = lanes.get(key).peek();
            Gate gate = gates.get(key);
            if (gate.follow()) {
                followed++;
                send(new Written(token, token + "@" + order, order, key, 0, now), order, null);
                laneWaits.set(key);
            } else if (fails(order)) {
                gate.enter();
                parked++;
                send(new Written(token, token + "@" + order, order, key, 1, now + 1 + random.nextInt(20)), order, null);
                laneWaits.set(key);
            } else {
                finish(order);
                sourceFinished(order);
            }
        }

        void send(Written what, int order, ParkedEntry<Integer> entry) {
            sending.add(new Sent(what, order, entry));
        }

        /** What was sent first is written; its acknowledgement may get lost, and then it is sent again. */
        void land(boolean alive) {
            Sent first = sending.peek();
            if (random.nextInt(8) == 0) {
                log.add(null);
            }
            log.add(first.what);
            if (alive && !peaceful && random.nextInt(6) == 0) {
                repeats++;
                return;
            }
            sending.remove();
            acknowledged.add(new Landed(first, log.size() - 1));
        }

        void takeBack() {
            Landed landed = acknowledged.remove();
            Sent sent = landed.sent;
            if (sent.entry != null) {
                parking.move(sent.entry, landed.at, parked(sent.what));
            } else {
                int key = keyOf[sent.order];
                settling.add(parking.park(landed.at, sent.what.id, sent.order, key, gates.get(key), parked(sent.what)));
                laneWaits.clear(key);
                laneGoesOn(key);
                if (peaceful || random.nextInt(4) > 0) {
                    settle();
                }
            }
        }

        /** The source offset of what is in the log is finished, which may be long after, but in the source's order. */
        void settle() {
            ParkedEntry<Integer> entry = settling.remove();
            delivered.finish(tickets.remove(entry.payload()));
            parking.release(entry);
        }

        void sourceFinished(int order) {
            delivered.finish(tickets.remove(order));
            laneGoesOn(keyOf[order]);
        }

        void laneGoesOn(int key) {
            lanes.get(key).remove();
            if (lanes.get(key).isEmpty()) {
                lanes.remove(key);
                gates.remove(key);
            }
        }

        void takeDue() {
            ParkedEntry<Integer> due = parking.takeDue(now);
            if (due != null) {
                handling.add(due);
            }
        }

        void endHandling() {
            ParkedEntry<Integer> entry = handling.remove(random.nextInt(handling.size()));
            int order = entry.payload();
            if (fails(order) && entry.tier() < TIERS) {
                moved++;
                again(entry, entry.tier() + 1, now + 1 + random.nextInt(20));
            } else {
                finish(order);
                parking.clear(entry);
            }
        }

        void carry() {
            ParkedEntry<Integer> oldest = parking.takeOldest();
            if (oldest != null) {
                carried++;
                again(oldest, oldest.tier(), oldest.due());
            }
        }

        void again(ParkedEntry<Integer> entry, int tier, long due) {
            int order = entry.payload();
            send(new Written(token, entry.id(), order, keyOf[order], tier, due), order, entry);
        }

        void commit() {
            Snapshot of = delivered.snapshot();
            if (of.known()) {
                source = of;
            }
            Snapshot ofLog = logTracker.snapshot();
            committedNext = ofLog.next();
            committedText = LogCommit.encode(PLACE, ofLog, token, fence, 1 << 16);
            committed = (BitSet) line.clone();
        }

        List<Integer> idleLanes() {
            return lanes.keySet().stream()
                    .filter(key -> !laneWaits.get(key))
                    .sorted()
                    .toList();
        }
    }

    ParkingHistory(long seed) {
        random = new Random(seed);
        records = 30 + random.nextInt(120);
        int keys = 1 + random.nextInt(6);
        keyOf = random.ints(records, 0, keys).toArray();
    }

    void run() {
        owner = new Owner();
        int steps = records * 12;
        for (int step = 0; step < steps; step++) {
            step();
        }
        peaceful = true;
        for (int calm = 0; !isOver(); calm++) {
            if (calm > records * 400) {
                throw new AssertionError("stands still: " + line.cardinality() + " of " + records + " finished, "
                        + owner.parking.size() + " parked");
            }
            step();
        }
        while (!owner.acknowledged.isEmpty()) {
            owner.takeBack();
        }
        owner.commit();
        check(owner.parking.keys() == 0, "keys are left without records");
        check(source.next() == records && source.beyond().isEmpty(), "the source is not finished: " + source);
        late.forEach(gone -> gone.land(false));
        Owner last = new Owner();
        check(last.parking.size() == 0, "something is parked for the next owner: " + last.parking.size());
    }

    private boolean isOver() {
        return owner.next == records
                && line.cardinality() == records
                && owner.parking.size() == 0
                && owner.sending.isEmpty();
    }

    private void step() {
        now++;
        int choice = random.nextInt(100);
        if (choice < 25 && owner.next < records) {
            owner.deliver();
        } else if (choice < 50 && !owner.idleLanes().isEmpty()) {
            List<Integer> idle = owner.idleLanes();
            owner.attempt(idle.get(random.nextInt(idle.size())));
        } else if (choice < 65 && !owner.sending.isEmpty()) {
            owner.land(true);
        } else if (choice < 75 && !owner.acknowledged.isEmpty()) {
            owner.takeBack();
        } else if (choice < 83) {
            owner.takeDue();
        } else if (choice < 90 && !owner.handling.isEmpty()) {
            owner.endHandling();
        } else if (choice < 92) {
            owner.carry();
        } else if (choice < 95) {
            owner.commit();
        } else if (choice < 96 && !owner.settling.isEmpty()) {
            owner.settle();
        } else if (choice < 97 && !late.isEmpty()) {
            Owner gone = late.get(random.nextInt(late.size()));
            lateWrites++;
            gone.land(false);
            late.removeIf(each -> each.sending.isEmpty());
        } else if (choice >= 98 && !peaceful) {
            replace();
        }
    }

    /** The owner is gone: revoked with a last commit, or torn away in the middle of anything. */
    private void replace() {
        crashes++;
        unsettled += owner.settling.size();
        if (random.nextInt(3) == 0) {
            while (!owner.sending.isEmpty() && random.nextInt(4) > 0) {
                owner.land(true);
            }
            while (!owner.acknowledged.isEmpty()) {
                owner.takeBack();
            }
            owner.commit();
        }
        if (!owner.sending.isEmpty()) {
            late.add(owner);
        }
        line = (BitSet) committed.clone();
        owner = new Owner();
    }

    private void finish(int order) {
        check(!line.get(order), order + " is finished again by the same line");
        for (int other = 0; other < records; other++) {
            if (keyOf[other] == keyOf[order]) {
                check(other <= order || !line.get(other), order + " is finished after " + other + " of the same key");
                check(other >= order || ever.get(other), order + " is finished before " + other + " of the same key");
            }
        }
        line.set(order);
        ever.set(order);
    }

    private boolean fails(int order) {
        return !peaceful && random.nextInt(10) < (order % 4 == 0 ? 7 : 1);
    }

    private static Parked<Integer> parked(Written what) {
        return new Parked<>(what.tier, what.due, 0, 1, what.order);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
