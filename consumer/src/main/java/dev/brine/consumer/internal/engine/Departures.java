package dev.brine.consumer.internal.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when partitions go: with time to finish and to commit, or without. Owner thread, inside a poll. */
final class Departures {

    /** One name for what comes and what goes, so that a reader of logs has both. */
    private static final Logger log = LoggerFactory.getLogger(Rebalance.class);

    private static final Duration SHORTEST_COMMIT = Duration.ofSeconds(1);

    private final Partitions partitions;
    private final OffsetCommits commits;
    private final RetryTimers timers;
    private final Drain drain;
    private final WorkerMeters meters;

    /** @param drain for the handlers of partitions that are revoked */
    Departures(Partitions partitions, OffsetCommits commits, RetryTimers timers, Drain drain, WorkerMeters meters) {
        this.partitions = partitions;
        this.commits = commits;
        this.timers = timers;
        this.drain = drain;
        this.meters = meters;
    }

    /** Hands out nothing more, waits for handlers, and commits. */
    void revoked(Collection<TopicPartition> revoked) {
        List<OwnedPartition> going = close(revoked);
        if (going.isEmpty()) {
            return;
        }
        long began = System.nanoTime();
        drain.await(going, began);
        boolean dirty = going.stream().anyMatch(owned -> owned.dirty);
        boolean committed = commits.sync(going, commitBound());
        forget(going, "partition revoked");
        meters.revoked(
                Duration.ofNanos(System.nanoTime() - began), committed ? dirty ? "committed" : "clean" : "declined");
    }

    /** Forgets partitions that others have by now. */
    void lost(Collection<TopicPartition> lost) {
        forget(close(lost), "partition lost, nothing committed");
    }

    private List<OwnedPartition> close(Collection<TopicPartition> going) {
        List<OwnedPartition> closed = new ArrayList<>();
        for (TopicPartition partition : going) {
            OwnedPartition owned = partitions.get(partition);
            if (owned != null) {
                owned.close();
                owned.leaving = true;
                closed.add(owned);
                RetryLog log = owned.log;
                if (log != null) {
                    log.close();
                    closed.add(log);
                }
            }
        }
        return closed;
    }

    private void forget(List<OwnedPartition> going, String why) {
        for (OwnedPartition owned : going) {
            log.atInfo()
                    .addKeyValue("topic", owned.partition().topic())
                    .addKeyValue("partition", owned.partition().partition())
                    .addKeyValue("offset", owned.tracker().frontier())
                    .addKeyValue("epoch", owned.epoch())
                    .log(why);
            partitions.forget(owned);
        }
        timers.forgetClosed();
    }

    private Duration commitBound() {
        return drain.atMost().compareTo(SHORTEST_COMMIT) < 0 ? SHORTEST_COMMIT : drain.atMost();
    }
}
