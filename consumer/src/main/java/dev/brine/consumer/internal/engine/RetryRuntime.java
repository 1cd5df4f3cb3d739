package dev.brine.consumer.internal.engine;

import dev.brine.consumer.internal.lanes.Processor;
import dev.brine.consumer.internal.retry.ParkingProcessor;
import dev.brine.consumer.internal.retry.RetryRecords;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * What a worker with retry topics has besides.
 *
 * @param growth which retry partitions there are
 * @param reader makes the consumer that reads them
 */
public record RetryRuntime(
        RetryRecords records, RetryTopicGrowth growth, Supplier<Consumer<ByteBuffer, ByteBuffer>> reader) {

    /** Has what is given up parked first. */
    Processor around(Processor processor) {
        return ParkingProcessor.around(processor, records.policy());
    }
}
