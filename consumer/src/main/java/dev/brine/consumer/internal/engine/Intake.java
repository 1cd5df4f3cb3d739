package dev.brine.consumer.internal.engine;

import static java.util.Objects.requireNonNull;

import dev.brine.consumer.internal.lanes.Dispatcher;
import dev.brine.consumer.internal.lanes.Lane;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.consumer.internal.offsets.OffsetTracker;
import dev.brine.consumer.internal.offsets.Snapshot;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes polled records in: each is tracked first, then put into its lane. */
final class Intake {

    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    /** Lanes handed over together: enough to be worth a start, few enough to begin early. */
    private static final int READY_TOGETHER = 64;

    private final Partitions partitions;
    private final Dispatcher dispatcher;
    private final @Nullable Lane[] ready = new Lane[READY_TOGETHER];
    private int count;

    Intake(Partitions partitions, Dispatcher dispatcher) {
        this.partitions = partitions;
        this.dispatcher = dispatcher;
    }

    void take(ConsumerRecords<ByteBuffer, ByteBuffer> records) {
        for (TopicPartition partition : records.partitions()) {
            OwnedPartition owned = partitions.get(partition);
            if (owned == null) {
                throw new IllegalStateException("records of " + partition + ", which is not assigned");
            }
            if (!owned.closed()) {
                for (ConsumerRecord<ByteBuffer, ByteBuffer> record : records.records(partition)) {
                    owned = take(owned, record);
                }
                handOver(owned);
                owned.leaderEpochs().read(records.records(partition));
            }
        }
        // The position, not the last offset and one: behind it there may be markers that are never delivered.
        records.nextOffsets().forEach((partition, next) -> {
            OwnedPartition owned = partitions.get(partition);
            if (owned != null && !owned.closed()) {
                owned.tracker().advanceTo(next.offset());
                owned.dirty = true;
            }
        });
    }

    private void handOver(OwnedPartition owned) {
        if (count > 0) {
            if (count == 1) {
                dispatcher.add(requireNonNull(ready[0]));
            } else {
                dispatcher.add(owned, ready, count);
            }
            Arrays.fill(ready, 0, count, null);
            count = 0;
            dispatcher.start();
        }
    }

    private OwnedPartition take(OwnedPartition current, ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        OwnedPartition owned = current;
        if (record.offset() < owned.tracker().position()) {
            handOver(owned);
            owned = begunAgain(owned, record.offset());
        }
        long ticket = owned.tracker().deliver(record.offset());
        if (ticket == OffsetTracker.RESTORED) {
            owned.meters().restored().increment();
            return owned;
        }
        Lane lane = owned.lanes().laneFor(record.key());
        RetryLog log = owned.log;
        if (log != null) {
            log.attach(lane, record.key());
        }
        Work work = new Work(lane, ticket, record);
        owned.taken(work);
        if (lane.append(work)) {
            ready[count] = lane;
            if (++count == READY_TOGETHER) {
                handOver(owned);
            }
        }
        return owned;
    }

    /** The position went back within an assignment: what is in handlers was of other records, perhaps of the same offsets. */
    private OwnedPartition begunAgain(OwnedPartition old, long offset) {
        OwnedPartition begun = partitions.begin(old.partition(), Snapshot.UNKNOWN);
        begun.paused = old.paused;
        begun.held = old.held;
        begun.log = old.log;
        String token = old.token();
        if (token != null) {
            begun.token(token);
        }
        log.atWarn()
                .addKeyValue("topic", old.partition().topic())
                .addKeyValue("partition", old.partition().partition())
                .addKeyValue("offset", offset)
                .addKeyValue("epoch", begun.epoch())
                .log("position was reset from {}; begun again", old.tracker().position());
        return begun;
    }
}
