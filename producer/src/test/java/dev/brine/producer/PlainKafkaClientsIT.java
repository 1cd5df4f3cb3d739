package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.serdes.DecodeException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shop.Money;

/** Kafka's own clients with nothing of ours but properties, as a service or Kafka Streams has them. */
@BrineBroker
@Timeout(120)
final class PlainKafkaClientsIT {

    private static final Money PRICE = new Money(new BigDecimal("12.50"), "KRW");

    EmbeddedBroker broker;

    @ParameterizedTest
    @CsvSource({
        "avro,confluent",
        "avro,confluent-header",
        "avro,single-object",
        "avro,none",
        "json,confluent",
        "json,confluent-header",
        "json,single-object",
        "pickle,confluent"
    })
    void objectsAndTombstonesComeBack(String codec, String frame) throws Exception {
        // Given
        String topic = "prices-" + codec + "-" + frame;
        broker.createTopic(topic, 1);
        Properties properties = typed("brine.codec", codec, "brine.frame", frame);

        // When
        try (Producer<String, Money> producer = new KafkaProducer<>(properties)) {
            producer.send(new ProducerRecord<>(topic, "a", PRICE)).get();
            producer.send(new ProducerRecord<>(topic, "a", null)).get();
        }

        // Then
        try (Consumer<String, Money> consumer = new KafkaConsumer<>(properties)) {
            assertThat(read(consumer, topic, 2))
                    .extracting(ConsumerRecord::value)
                    .containsExactly(PRICE, null);
        }
    }

    @Test
    void defaultFrameIsConfluentsByteForByte(@BrineTopic String topic) throws Exception {
        try (Producer<String, Money> producer = new KafkaProducer<>(typed())) {
            producer.send(new ProducerRecord<>(topic, "a", PRICE)).get();
        }
        Properties raw = typed("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        try (Consumer<String, byte[]> consumer = new KafkaConsumer<>(raw)) {
            ConsumerRecord<String, byte[]> record = read(consumer, topic, 1).get(0);

            // 00, the id 1 of schemas.lock, 1250 in two bytes, KRW in three
            assertThat(record.value()).containsExactly(0, 0, 0, 0, 1, 4, 4, 0xe2, 6, 'K', 'R', 'W');
            assertThat(record.headers()).isEmpty();
        }
    }

    @Test
    void withoutATypeTheConsumerGetsGenericRecords(@BrineTopic String topic) throws Exception {
        try (Producer<String, Money> producer = new KafkaProducer<>(typed())) {
            producer.send(new ProducerRecord<>(topic, "a", PRICE)).get();
        }
        Properties untyped = typed();
        untyped.remove("brine.type");
        try (Consumer<String, GenericRecord> consumer = new KafkaConsumer<>(untyped)) {
            GenericRecord value = read(consumer, topic, 1).get(0).value();

            assertThat(value.get("amount")).isEqualTo(new BigDecimal("12.50"));
            assertThat(value.get("currency")).hasToString("KRW");
        }
    }

    @Test
    void recordThatCannotBeReadIsNamedAndCanBePassed(@BrineTopic String topic) throws Exception {
        // Given
        Properties raw = typed("value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        try (Producer<String, byte[]> producer = new KafkaProducer<>(raw)) {
            producer.send(new ProducerRecord<>(topic, "a", "{}".getBytes())).get();
        }
        try (Producer<String, Money> producer = new KafkaProducer<>(typed())) {
            producer.send(new ProducerRecord<>(topic, "a", PRICE)).get();
        }
        TopicPartition partition = new TopicPartition(topic, 0);

        try (Consumer<String, Money> consumer = new KafkaConsumer<>(typed())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));

            // When
            RecordDeserializationException poison =
                    catchThrowableOfType(RecordDeserializationException.class, () -> pollUntil(consumer, 2));

            // Then
            assertThat(poison.offset()).isZero();
            assertThat(poison).hasRootCauseInstanceOf(DecodeException.class);
            consumer.seek(partition, poison.offset() + 1);
            assertThat(pollUntil(consumer, 1)).extracting(ConsumerRecord::value).containsExactly(PRICE);
        }
    }

    private Properties typed(String... more) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("key.serializer", "org.apache.kafka.common.serialization.StringSerializer");
        properties.put("key.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");
        properties.put("value.serializer", "dev.brine.serdes.BrineSerializer");
        properties.put("value.deserializer", "dev.brine.serdes.BrineDeserializer");
        properties.put("brine.registry", "dir:../schemas");
        properties.put("brine.subject", "record");
        properties.put("brine.type", "shop.Money");
        for (int i = 0; i < more.length; i += 2) {
            properties.put(more[i], more[i + 1]);
        }
        return properties;
    }

    private static <V> List<ConsumerRecord<String, V>> read(Consumer<String, V> consumer, String topic, int count) {
        List<TopicPartition> partition = Arrays.asList(new TopicPartition(topic, 0));
        consumer.assign(partition);
        consumer.seekToBeginning(partition);
        return pollUntil(consumer, count);
    }

    private static <V> List<ConsumerRecord<String, V>> pollUntil(Consumer<String, V> consumer, int count) {
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        while (records.size() < count) {
            consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
        }
        return records;
    }
}
