package dev.brine.gateway.consume;

import dev.brine.gateway.http.Refusal;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Wants the records of one partition from an offset on. Everything here is called by the consumer's thread only, and must not
 * block.
 */
interface Subscription {

    TopicPartition partition();

    /** The offset that is wanted next. */
    long next();

    /** Goes to another offset, because there is nothing at the one that was wanted. */
    void moveTo(long offset);

    /** Whether it can take records now. */
    boolean wants();

    /** Whether it is to be forgotten. */
    boolean over();

    /**
     * Takes records from {@link #next} on, as many as it likes.
     *
     * @param position where the consumer is behind them; {@link #next} afterwards if all were taken
     */
    void take(List<ConsumerRecord<byte[], byte[]>> records, long position);

    /** Looks at the clock; called several times a second. */
    default void tick(long nanos) {}

    /** Nothing more will come. */
    void fail(Refusal refusal);
}
