package dev.brine.consumer.internal.engine;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
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

    private final Consumer<?, ?> consumer;
    private final Partitions partitions;
    private final Beginnings beginnings;
    private final Rewind rewind;
    private final boolean always;
    private final Departures departures;
    private boolean closing;
    private boolean joined;

    /**
     * @param rewind reads commits outside of callbacks
     * @param always whether it does so for all assigned partitions, or where a callback could not read them in time
     */
    Rebalance(
            Consumer<?, ?> consumer,
            Partitions partitions,
            Beginnings beginnings,
            Rewind rewind,
            boolean always,
            Departures departures) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.beginnings = beginnings;
        this.rewind = rewind;
        this.always = always;
        this.departures = departures;
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
            OwnedPartition begun = partitions.begin(partition, beginnings.restored(partition, committed));
            if (closing) {
                begun.close();
                begun.paused = true;
            }
            beginnings.begun(begun, committed);
            log.atInfo()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("epoch", begun.epoch())
                    .log("partition assigned");
        }
        if (closing || beginnings.hold()) {
            consumer.pause(assigned);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        departures.revoked(revoked);
    }

    /**
     * The group has forgotten this member, and with it all that it had. Not all of that is in {@code lost}: what the
     * newer protocol gave while nobody polled is told first, although it has been taken away meanwhile, and is left out then
     * (Kafka 4.3.1).
     */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        memberIsGone();
    }

    /** Forgets all partitions: whatever the group has given to this member, others have by now. */
    void memberIsGone() {
        joined = false;
        departures.lost(partitions.sources());
    }

    /**
     * Reads what is committed, if there is an answer soon. Within a callback no poll takes part in what the group does: with
     * the newer protocol, a member that the coordinator has forgotten meanwhile never gets an answer.
     *
     * @return null if there was none
     */
    private @Nullable Map<TopicPartition, OffsetAndMetadata> committed(Collection<TopicPartition> assigned) {
        long end = System.nanoTime() + READ.toNanos();
        while (true) {
            try {
                return beginnings.committed(assigned, READ);
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
}
