package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.offsets.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Partitions that are to begin at their commit, as the broker has it: newly assigned ones, whose commit could not be read
 * within the callback or waits for a transaction, and those whose last records were in a transaction that did not come
 * about. They are paused and closed until the commit could be read, which waits while a commit of a transaction is not
 * whole yet; meanwhile the worker polls on. Owner thread, but for {@link #trouble}.
 */
final class Rewind {

    private static final Logger log = LoggerFactory.getLogger(Rewind.class);
    private static final Duration READ = Duration.ofMillis(500);
    private static final long AGAIN_NANOS = 100_000_000;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final Consumer<?, ?> consumer;
    private final Partitions partitions;
    private final Beginnings beginnings;
    private final long drainNanos;

    /** Until when handlers of the old epoch are waited for. */
    private final Map<OwnedPartition, Long> waiting = new HashMap<>();

    /** Where partitions without any commit have begun: a second begin must not ask where a new group begins. */
    private final Map<TopicPartition, Long> bases = new HashMap<>();

    private long nextAt = System.nanoTime();
    private long failingSince;
    private volatile @Nullable String trouble;
    private boolean stopped;

    /** @param drain most time that handlers are waited for */
    Rewind(Consumer<?, ?> consumer, Partitions partitions, Beginnings beginnings, Duration drain) {
        this.consumer = consumer;
        this.partitions = partitions;
        this.beginnings = beginnings;
        this.drainNanos = drain.toNanos();
    }

    /** Takes partitions that the group has given; called inside a poll. */
    void assigned(Collection<TopicPartition> assigned) {
        for (TopicPartition partition : assigned) {
            bases.remove(partition);
            OwnedPartition begun = partitions.begin(partition, Snapshot.UNKNOWN);
            begun.close();
            begun.paused = true;
            waiting.put(begun, System.nanoTime());
            log(begun, "partition assigned");
        }
        consumer.pause(assigned);
    }

    /**
     * Takes partitions whose records since the last commit are to come again; hands nothing more out of them. With a retry
     * partition comes its source, and the other way round: what one of them says is true only with the other.
     */
    void again(Collection<OwnedPartition> again) {
        long until = System.nanoTime() + drainNanos;
        List<TopicPartition> pausing = new ArrayList<>();
        for (OwnedPartition each : again) {
            OwnedPartition owned = each.forgotten() ? null : sourceOf(each);
            if (owned != null && !owned.forgotten()) {
                close(owned);
                owned.paused = true;
                waiting.put(owned, until);
                pausing.add(owned.partition());
            }
        }
        new Fetching(consumer).pause(pausing);
    }

    /** From now on nothing begins any more. */
    void stop() {
        stopped = true;
    }

    /** Whether a partition has not begun, so that nothing of it may be committed. */
    boolean contains(OwnedPartition owned) {
        return waiting.containsKey(sourceOf(owned));
    }

    /** Whether some partition waits. */
    boolean pending() {
        return !waiting.isEmpty() && !stopped;
    }

    /** Why partitions do not begin, in words; null if all is well. Any thread. */
    @Nullable
    String trouble() {
        return trouble;
    }

    /** Begins what can begin by now. */
    void advance(long now) {
        waiting.keySet().removeIf(OwnedPartition::forgotten);
        if (!pending() || now - nextAt < 0) {
            return;
        }
        Map<TopicPartition, OwnedPartition> due = new HashMap<>();
        waiting.forEach((owned, until) -> {
            // A last commit is made while partitions leave, and others can begin by then.
            if (!owned.leaving && (inHandlers(owned) == 0 || now - until >= 0)) {
                due.put(owned.partition(), owned);
            }
        });
        if (due.isEmpty()) {
            return;
        }
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = beginnings.committed(due.keySet(), READ);
            for (OwnedPartition owned : due.values()) {
                begin(owned, committed);
            }
            failingSince = 0;
            trouble = null;
        } catch (WakeupException e) {
            log.atDebug().log("woken while commits were read");
        } catch (AuthorizationException | FencedInstanceIdException e) {
            throw e;
        } catch (KafkaException e) {
            later(now, due.size(), e);
        }
    }

    private void later(long now, int partitions, KafkaException e) {
        nextAt = now + AGAIN_NANOS;
        if (failingSince == 0) {
            failingSince = now;
        }
        log.atDebug().addKeyValue("error", e.toString()).log("commits cannot be read yet");
        if (now - failingSince > PATIENCE_NANOS) {
            trouble = "the commits of " + partitions + " partitions have not been readable for "
                    + (now - failingSince) / 1_000_000_000 + " s: " + e.getMessage();
        }
    }

    private void begin(OwnedPartition old, Map<TopicPartition, OffsetAndMetadata> commits) {
        TopicPartition partition = old.partition();
        Snapshot snapshot = beginnings.restored(partition, commits);
        try {
            long offset = seek(partition, commits.get(partition));
            waiting.remove(old);
            if (old.log != null) {
                partitions.forget(old.log);
            }
            OwnedPartition begun = partitions.begin(partition, snapshot);
            begun.paused = true;
            beginnings.begun(begun, commits);
            log.atInfo()
                    .addKeyValue("topic", partition.topic())
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("offset", offset)
                    .addKeyValue("epoch", begun.epoch())
                    .log("partition begins");
        } catch (IllegalStateException e) {
            // No longer assigned, and the callback is still to come.
            log.atDebug().setCause(e).log("partition cannot begin");
        }
    }

    private long seek(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
        if (committed != null) {
            consumer.seek(partition, new OffsetAndMetadata(committed.offset(), committed.leaderEpoch(), ""));
            return committed.offset();
        }
        Long base = bases.get(partition);
        if (base == null) {
            base = consumer.position(partition, READ);
            bases.put(partition, base);
        } else {
            consumer.seek(partition, base);
        }
        return base;
    }

    private @Nullable OwnedPartition sourceOf(OwnedPartition owned) {
        return owned instanceof RetryLog log ? partitions.get(log.source()) : owned;
    }

    private static void close(OwnedPartition source) {
        source.close();
        if (source.log != null) {
            source.log.close();
        }
    }

    private static int inHandlers(OwnedPartition source) {
        return source.inHandlers() + (source.log == null ? 0 : source.log.inHandlers());
    }

    private static void log(OwnedPartition owned, String what) {
        log.atInfo()
                .addKeyValue("topic", owned.partition().topic())
                .addKeyValue("partition", owned.partition().partition())
                .addKeyValue("epoch", owned.epoch())
                .log(what);
    }
}
