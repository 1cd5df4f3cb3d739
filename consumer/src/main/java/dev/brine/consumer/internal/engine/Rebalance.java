package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Dispatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when partitions come and go. Called inside a poll, by the owner thread; nothing here waits longer than
 * the drain bound and a commit, and nothing is thrown.
 */
final class Rebalance implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Rebalance.class);

    /** Most time that a callback waits for what is committed. */
    private static final Duration READ = Duration.ofSeconds(2);

    private static final long DRAIN_STEP_NANOS = 1_000_000;

    private final Consumer<?, ?> consumer;
    private final Partitions partitions;
    private final OffsetCommits commits;
    private final CommittedMaps maps;
    private final Rewind rewind;
    private final boolean always;
    private final Finisher finisher;
    private final RetryTimers timers;
    private final Dispatcher dispatcher;
    private final WorkerMeters meters;
    private final Duration drain;
    private final @Nullable ParkingLot parking;
    private boolean closing;
    private boolean joined;

    /**
     * @param rewind reads commits outside of callbacks
     * @param always whether it does so for all assigned partitions, or where a callback could not read them in time
     * @param drain most time that a revocation waits for handlers
     * @param parking of retry topics; null if there are none
     */
    Rebalance(
            Consumer<?, ?> consumer,
            Partitions partitions,
            OffsetCommits commits,
            Rewind rewind,
            boolean always,
            Finisher finisher,
            RetryTimers timers,
            Dispatcher dispatcher,
            WorkerMeters meters,
            Duration drain,
            @Nullable ParkingLot parking) {
        this.parking = parking;
        this.consumer = consumer;
        this.partitions = partitions;
        this.commits = commits;
        this.rewind = rewind;
        this.always = always;
        this.maps = new CommittedMaps(meters);
        this.finisher = finisher;
        this.timers = timers;
        this.dispatcher = dispatcher;
        this.meters = meters;
        this.drain = drain;
    }

    /** From now on nothing is handed out, whatever is assigned. */
    void closing() {
        closing = true;
        rewind.stop();
    }

    boolean joined() {
        return joined;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        joined = true;
        if (assigned.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = always ? null : committed(assigned);
        if (committed == null) {
            rewind.assigned(assigned);
            return;
        }
        for (TopicPartition partition : assigned) {
            OwnedPartition begun = partitions.begin(partition, maps.restored(partition, committed.get(partition)));
            if (closing) {
                begun.close();
                begun.paused = true;
            }
            if (parking != null) {
                parking.begin(begun, committed);
                begun.paused = true;
            }
            log.atInfo()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("epoch", begun.epoch())
                    .log("partition assigned");
        }
        if (closing || parking != null) {
            consumer.pause(assigned);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        List<OwnedPartition> going = close(revoked);
        if (going.isEmpty()) {
            return;
        }
        long began = System.nanoTime();
        drain(going, began + drain.toNanos());
        boolean dirty = going.stream().anyMatch(owned -> owned.dirty);
        boolean committed = commits.sync(going, commitBound());
        going.forEach(owned -> {
            log(owned, "partition revoked");
            partitions.forget(owned);
        });
        timers.forgetClosed();
        meters.revoked(
                Duration.ofNanos(System.nanoTime() - began), committed ? dirty ? "committed" : "clean" : "declined");
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        joined = false;
        for (OwnedPartition owned : close(lost)) {
            log(owned, "partition lost, nothing committed");
            partitions.forget(owned);
        }
        timers.forgetClosed();
    }

    private List<OwnedPartition> close(Collection<TopicPartition> going) {
        List<OwnedPartition> closed = new ArrayList<>();
        for (TopicPartition partition : going) {
            OwnedPartition owned = partitions.get(partition);
            if (owned != null) {
                owned.close();
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

    private void drain(List<OwnedPartition> going, long end) {
        Thread self = Thread.currentThread();
        going.forEach(owned -> owned.waitWith(self));
        finisher.takeBack();
        while (going.stream().anyMatch(owned -> owned.inHandlers() > 0) && System.nanoTime() - end < 0) {
            // Others of this worker go on meanwhile: their retries too must not wait.
            if (timers.fire(System.nanoTime()) > 0) {
                dispatcher.start();
            }
            LockSupport.parkNanos(this, DRAIN_STEP_NANOS);
            finisher.takeBack();
        }
        finisher.takeBack();
        going.forEach(owned -> owned.waitWith(null));
    }

    private Duration commitBound() {
        Duration atLeast = Duration.ofSeconds(1);
        return drain.compareTo(atLeast) < 0 ? atLeast : drain;
    }

    /**
     * Reads what is committed, if there is an answer soon. Within a callback no poll takes part in what the group does: with
     * the newer protocol, a member that the coordinator has forgotten meanwhile never gets an answer.
     *
     * @return null if there was none
     */
    private @Nullable Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> assigned) {
        Set<TopicPartition> asked = parking == null ? new HashSet<>(assigned) : parking.withLogs(assigned);
        long end = System.nanoTime() + READ.toNanos();
        while (true) {
            try {
                return consumer.committed(asked, READ);
            } catch (WakeupException e) {
                log.atDebug().log("woken while commits were read");
                if (System.nanoTime() - end >= 0) {
                    return null;
                }
            } catch (KafkaException e) {
                log.atWarn()
                        .addKeyValue("error", e.toString())
                        .log("commits of {} assigned partitions could not be read yet; they wait", assigned.size());
                return null;
            }
        }
    }

    private static void log(OwnedPartition owned, String what) {
        log.atInfo()
                .addKeyValue("topic", owned.partition().topic())
                .addKeyValue("partition", owned.partition().partition())
                .addKeyValue("offset", owned.tracker().frontier())
                .addKeyValue("epoch", owned.epoch())
                .log(what);
    }
}
