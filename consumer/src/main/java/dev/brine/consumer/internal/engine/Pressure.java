package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.offsets.CompletionMap;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Bounds what is fetched, for each partition by itself: a full one is paused and starves no other. Full is a share of
 * the records or bytes that the worker keeps at most, a window too long behind the frontier, or a completion map that comes near the
 * size a commit can hold. Paused partitions are polled on, and resumed when a quarter of the room is free again.
 */
final class Pressure {

    private static final int ALL_RECORDS = 40_000;
    private static final int FEWEST_RECORDS = 500;
    private static final int MOST_RECORDS = 20_000;
    private static final long ALL_BYTES = 64L << 20;
    private static final long FEWEST_BYTES = 256L << 10;
    private static final int LONGEST_WINDOW = 65_536;
    private static final double LOW = 0.75;

    /** Of all that waits in paused partitions, the part that is worth a wake-up. */
    private static final int TOGETHER = 128;

    private final Fetching fetching;
    private final Partitions partitions;
    private final int metadataLimit;
    private boolean stuck;

    Pressure(Consumer<?, ?> consumer, Partitions partitions, int metadataLimit) {
        this.fetching = new Fetching(consumer);
        this.partitions = partitions;
        this.metadataLimit = metadataLimit;
    }

    /**
     * Pauses what is full and resumes what has room.
     *
     * @return after how many further completions a paused partition may have room again
     */
    int apply() {
        stuck = false;
        if (partitions.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        int records = Math.max(FEWEST_RECORDS, Math.min(MOST_RECORDS, ALL_RECORDS / partitions.size()));
        long bytes = Math.max(FEWEST_BYTES, ALL_BYTES / partitions.size());
        List<TopicPartition> full = new ArrayList<>();
        List<TopicPartition> free = new ArrayList<>();
        int soonest = Integer.MAX_VALUE;
        int waiting = 0;
        for (OwnedPartition owned : partitions.all()) {
            if (owned instanceof RetryLog) {
                continue;
            }
            double queued = Math.max((double) owned.unfinished() / records, (double) owned.unfinishedBytes() / bytes);
            double behind = behindFrontier(owned);
            if (!owned.paused && (owned.held || Math.max(queued, behind) >= 1)) {
                owned.paused = true;
                full.add(owned.partition());
            } else if (owned.paused && !owned.held && Math.max(queued, behind) < LOW && !owned.closed()) {
                owned.paused = false;
                free.add(owned.partition());
            }
            stuck |= owned.paused && behind >= LOW;
            if (owned.paused) {
                waiting += owned.unfinished();
            }
            if (owned.paused && queued >= LOW) {
                soonest = Math.min(soonest, (int) (owned.unfinished() * (1 - LOW / queued)));
            }
        }
        fetching.pause(full);
        fetching.resume(free);
        // Partitions that drain alike come below the mark one by one: together they are worth a wake-up.
        return Math.max(soonest, waiting / TOGETHER);
    }

    /** Whether a partition waits for its frontier to move, which no count of completions can tell. */
    boolean stuck() {
        return stuck;
    }

    /** Stops fetching altogether; a closed partition is not resumed. */
    void pauseAll() {
        partitions.all().forEach(owned -> owned.paused = true);
        fetching.pauseAll();
    }

    /** How much of what can be kept of a partition beyond its frontier is used: memory, and commit metadata. */
    private double behindFrontier(OwnedPartition owned) {
        if (owned.unfinished() == 0) {
            // Nothing holds the frontier but what is not fetched yet, be the restored map as long as it may.
            return 0;
        }
        double window = (double) owned.tracker().window() / LONGEST_WINDOW;
        int bytes = owned.tracker().mapBytesAtMost();
        // What a poll adds before the next look must still fit.
        return bytes == 0 ? window : Math.max(window, CompletionMap.characters(bytes) / (0.75 * metadataLimit));
    }
}
