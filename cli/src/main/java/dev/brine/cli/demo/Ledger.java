package dev.brine.cli.demo;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What was observed: which records the broker acknowledged, which a handler finished, which were found among the dead
 * letters. Safe for use by many threads.
 *
 * <p>Records are told apart by producer, key and sequence, so that a record that is missing and one that came twice do
 * not make up for one another. A record is out of order if it is first finished after a later one of its key.
 */
final class Ledger {

    private record Stream(String run, String producer, String key) {}

    /** The records of one producer with one key, by sequence; only touched inside the map's compute. */
    private static final class Track {
        private final BitSet acknowledged = new BitSet();
        private final BitSet poison = new BitSet();
        private final BitSet processed = new BitSet();
        private final BitSet dead = new BitSet();
        private long duplicates;
        private long outOfOrder;
        private long unexpected;
    }

    private final Map<Stream, Track> tracks = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> byVersion = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> byCodec = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> byFrame = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> deadByCause = new ConcurrentSkipListMap<>();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder processed = new LongAdder();

    /** The broker has the record. */
    void acknowledged(Mark mark) {
        acknowledged.increment();
        tracks.compute(stream(mark), (stream, known) -> {
            Track track = known == null ? new Track() : known;
            track.acknowledged.set(mark.sequence());
            track.poison.set(mark.sequence(), mark.poison() != null);
            return track;
        });
    }

    /** A handler has finished the record, without an error. */
    void processed(Mark mark, int version, String codec, String frame) {
        tracks.compute(stream(mark), (stream, known) -> {
            Track track = known == null ? new Track() : known;
            if (track.processed.get(mark.sequence())) {
                track.duplicates++;
                return track;
            }
            if (track.processed.length() > mark.sequence()) {
                track.outOfOrder++;
            }
            track.processed.set(mark.sequence());
            processed.increment();
            count(byVersion, String.valueOf(version));
            count(byCodec, codec);
            count(byFrame, frame);
            return track;
        });
    }

    /** The record was found among the dead letters. */
    void dead(Mark mark, String cause) {
        tracks.compute(stream(mark), (stream, known) -> {
            Track track = known == null ? new Track() : known;
            if (track.dead.get(mark.sequence())) {
                track.duplicates++;
                return track;
            }
            track.dead.set(mark.sequence());
            if (mark.poison() == null) {
                track.unexpected++;
            }
            count(deadByCause, cause);
            return track;
        });
    }

    /** Whether anything was seen of this run. */
    boolean knows(String run) {
        return tracks.keySet().stream().anyMatch(stream -> stream.run().equals(run));
    }

    /** Records acknowledged so far. */
    long acknowledged() {
        return acknowledged.sum();
    }

    /** Different records processed so far. */
    long processed() {
        return processed.sum();
    }

    /** Processed so far, by the version that wrote them. */
    Map<String, Long> byVersion() {
        return sums(byVersion);
    }

    /** @param seconds from the first record sent to the last one finished */
    Balance balance(double seconds) {
        Tally tally = new Tally();
        tracks.keySet()
                .forEach(key -> tracks.computeIfPresent(key, (stream, track) -> {
                    tally.add(track);
                    return track;
                }));
        return new Balance(
                tally.sent,
                tally.processed,
                tally.dead,
                tally.lost,
                tally.duplicates,
                tally.outOfOrder,
                sums(byVersion),
                sums(byCodec),
                sums(byFrame),
                sums(deadByCause),
                seconds,
                tally.poisonAlive,
                tally.unexpected);
    }

    private static final class Tally {
        private long sent;
        private long processed;
        private long dead;
        private long lost;
        private long duplicates;
        private long outOfOrder;
        private long poisonAlive;
        private long unexpected;

        void add(Track track) {
            sent += track.acknowledged.cardinality();
            processed += track.processed.cardinality();
            dead += track.dead.cardinality();
            duplicates += track.duplicates;
            outOfOrder += track.outOfOrder;
            unexpected += track.unexpected;
            BitSet missing = (BitSet) track.acknowledged.clone();
            missing.andNot(track.processed);
            missing.andNot(track.dead);
            lost += missing.cardinality();
            BitSet alive = (BitSet) track.poison.clone();
            alive.andNot(track.dead);
            poisonAlive += alive.cardinality();
        }
    }

    private static Stream stream(Mark mark) {
        return new Stream(mark.run(), mark.producer(), mark.key());
    }

    private static void count(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, key -> new LongAdder()).increment();
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counters) {
        Map<String, Long> sums = new TreeMap<>();
        counters.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }
}
