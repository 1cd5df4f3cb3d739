package dev.brine.bench.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The shortest loop over Kafka's own consumer, one record after the other, committing asynchronously every second. */
final class PlainContender implements Contender {

    private static final long COMMIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Override
    public void start(Case given, Source source, Task task) {
        Map<String, Object> properties = source.consumer();
        properties.put("group.id", source.group());
        KafkaConsumer<String, ?> consumer = new KafkaConsumer<>(
                properties, new StringDeserializer(), source.decoding().deserializer());
        consumer.subscribe(List.of(source.topic()));
        new Thread(() -> loop(consumer, task), "plain").start();
    }

    private static void loop(KafkaConsumer<String, ?> consumer, Task task) {
        long committed = System.nanoTime();
        try (consumer) {
            while (true) {
                for (ConsumerRecord<String, ?> record : consumer.poll(Duration.ofMillis(100))) {
                    task.run(record.value());
                }
                long now = System.nanoTime();
                if (now - committed >= COMMIT_NANOS) {
                    committed = now;
                    consumer.commitAsync();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
