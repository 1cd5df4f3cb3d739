package dev.brine.consumer.internal.retry;

import dev.brine.consumer.internal.lanes.Attempts;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A parked record as the log has it.
 *
 * @param original the record with the position, timestamp and headers that it has in its source
 * @param tier the delay that it waits for; 0 if it only follows
 * @param due epoch milliseconds
 * @param token of the assignment that wrote it
 * @param id what all its copies have in common
 * @param attempts its failures so far; null if there were none
 */
public record FoundRecord(
        ConsumerRecord<ByteBuffer, ByteBuffer> original,
        int tier,
        long due,
        String token,
        String id,
        @Nullable Attempts attempts) {}
