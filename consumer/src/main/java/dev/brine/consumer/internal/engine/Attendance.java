package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Completions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.StaleMemberEpochException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owner's polls, by which it is a member of its group. Owner thread.
 *
 * <p>With the newer protocol a member that does not poll is given partitions all the same, by a thread of the consumer. After
 * {@code max.poll.interval.ms} that thread leaves the group; what was given by then is told at the next poll, though others
 * have it, and may be neither revoked nor lost for long (Kafka 4.3.1). A coordinator takes commits of any partition from any
 * member. So an owner that was away for about as long leaves by itself, forgets all it had, and joins anew
 * (docs/decisions/0232).
 */
final class Attendance {

    private static final Logger log = LoggerFactory.getLogger(Attendance.class);

    private final String group;
    private final Consumer<ByteBuffer, ByteBuffer> consumer;
    private final Completions completions;
    private final long absenceNanos;
    private final LongSupplier nanoTime;
    private final Runnable subscribe;
    private final Runnable forget;
    private long polledAt;

    /**
     * @param absence after so long without a poll nothing counts that the group has given
     * @param nanoTime {@link System#nanoTime}
     * @param subscribe has the consumer subscribe
     * @param forget told that all partitions are gone
     */
    Attendance(
            String group,
            Consumer<ByteBuffer, ByteBuffer> consumer,
            Completions completions,
            Duration absence,
            LongSupplier nanoTime,
            Runnable subscribe,
            Runnable forget) {
        this.group = group;
        this.consumer = consumer;
        this.completions = completions;
        this.absenceNanos = absence.toNanos();
        this.nanoTime = nanoTime;
        this.subscribe = subscribe;
        this.forget = forget;
    }

    void begin() {
        subscribe.run();
        polledAt = nanoTime.getAsLong();
    }

    /** Polls, if this is a member still; if not, it is about to be one again. */
    ConsumerRecords<ByteBuffer, ByteBuffer> attend(Duration wait) {
        long last = polledAt;
        if (!isAbsent(last)) {
            polledAt = nanoTime.getAsLong();
            ConsumerRecords<ByteBuffer, ByteBuffer> records = poll(wait);
            // It may also have been away within the poll.
            if (!isAbsent(last)) {
                return records;
            }
        }
        completions.disarm();
        beginAgain(last);
        return ConsumerRecords.empty();
    }

    /** Polls, whoever has what by now. */
    ConsumerRecords<ByteBuffer, ByteBuffer> poll(Duration wait) {
        try {
            return consumer.poll(wait);
        } catch (WakeupException e) {
            return ConsumerRecords.empty();
        } catch (RetriableException | UnknownMemberIdException | StaleMemberEpochException e) {
            // The last two: it asked where to begin while the coordinator has forgotten it. It will be told and join
            // anew.
            log.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("error", e.toString())
                    .log("poll failed, goes on");
            return ConsumerRecords.empty();
        } finally {
            completions.disarm();
        }
    }

    private boolean isAbsent(long last) {
        return nanoTime.getAsLong() - last >= absenceNanos;
    }

    private void beginAgain(long last) {
        log.atWarn()
                .addKeyValue("group", group)
                .log(
                        "the owner thread did not poll for {} ms: others may have its partitions, it joins the group anew",
                        (nanoTime.getAsLong() - last) / 1_000_000);
        try {
            consumer.unsubscribe();
        } catch (WakeupException e) {
            // Tried again at the next turn: what this one has polled is gone.
            polledAt = last;
            return;
        } catch (KafkaException e) {
            log.atWarn()
                    .addKeyValue("group", group)
                    .addKeyValue("error", e.toString())
                    .log("the group could not be told that its member leaves");
        }
        forget.run();
        begin();
    }
}
