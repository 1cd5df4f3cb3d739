package dev.brine.bench.worker;

import dev.brine.consumer.Ordering;
import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.CommitMode;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Confluent's Parallel Consumer, committing asynchronously every second. */
final class ParallelConsumerContender implements Contender {

    @Override
    public void start(Case given, Source source, Task task) {
        start(source.decoding().deserializer(), given, source, task);
    }

    private static <V> void start(Deserializer<V> values, Case given, Source source, Task task) {
        Map<String, Object> properties = source.consumer();
        properties.put("group.id", source.group());
        ParallelStreamProcessor<String, V> processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<String, V>builder()
                        .consumer(new KafkaConsumer<>(properties, new StringDeserializer(), values))
                        .ordering(order(given.ordering()))
                        .maxConcurrency(given.cap())
                        .commitMode(CommitMode.PERIODIC_CONSUMER_ASYNCHRONOUS)
                        .commitInterval(Duration.ofSeconds(1))
                        .build());
        processor.subscribe(List.of(source.topic()));
        processor.poll(record -> {
            try {
                task.run(record.value());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static ProcessingOrder order(Ordering ordering) {
        return switch (ordering) {
            case KEY -> ProcessingOrder.KEY;
            case PARTITION -> ProcessingOrder.PARTITION;
            case NONE -> ProcessingOrder.UNORDERED;
        };
    }
}
