package dev.brine.docs;

import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Ordering;
import dev.brine.consumer.Retry;
import dev.brine.consumer.Worker;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.record.SerdeOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import shop.Order;

/** The Java of the README, as it stands there, so that the compiler reads it too. */
final class ReadmeExamples {

    private ReadmeExamples() {}

    static void produce(String topic, Order order) {
        // [produce]
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", "127.0.0.1:9092",
                "key.serializer", StringSerializer.class,
                "value.serializer", "dev.brine.serdes.BrineSerializer",
                "brine.registry", "dir:schemas");
        try (KafkaProducer<String, Order> producer = new KafkaProducer<>(settings)) {
            producer.send(new ProducerRecord<>(topic, order.getOrderId().toString(), order));
        }
        // [end]
    }

    static KafkaConsumer<String, Order> consume() {
        // [consume]
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", "127.0.0.1:9092",
                "group.id", "billing",
                "key.deserializer", StringDeserializer.class,
                "value.deserializer", "dev.brine.serdes.BrineDeserializer",
                "brine.registry", "dir:schemas",
                "brine.type", Order.class);
        KafkaConsumer<String, Order> consumer = new KafkaConsumer<>(settings);
        // [end]
        return consumer;
    }

    static Worker<String, Order> work(Warehouse warehouse) {
        // [worker]
        SchemaRegistry registry = SchemaRegistries.open("dir:schemas", Map.of());
        Worker<String, Order> worker = Worker.reading(
                        List.of("orders"),
                        new StringDeserializer(),
                        SerdeOptions.of(registry, Order.class).reader())
                .group("billing")
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:9092"))
                .ordering(Ordering.KEY)
                .inFlight(256)
                .retry(Retry.times(5).backoff(Duration.ofMillis(100)).cap(Duration.ofSeconds(10)))
                .deadLetters("orders.dlq")
                .handler(message -> {
                    if (message.value() == null) {
                        throw new GiveUpException("an order must not be a tombstone");
                    }
                    warehouse.reserve(message.value());
                })
                .build();
        worker.start();
        // [end]
        return worker;
    }

    interface Warehouse {
        void reserve(Order order) throws Exception;
    }
}
