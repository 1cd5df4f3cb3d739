package dev.brine.cli.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.record.SerdeOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of numbered jobs, written and read by the test itself, over a directory of schemas of its own. */
final class Jobs implements AutoCloseable {

    static final String SCHEMA =
            "{\"type\":\"record\",\"name\":\"Job\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]}";

    private final EmbeddedBroker broker;
    private final SchemaRegistry registry;
    private final KafkaProducer<byte[], byte[]> producer;

    Jobs(EmbeddedBroker broker, Path directory) throws IOException {
        Files.createDirectories(directory.resolve("schemas"));
        this.broker = broker;
        this.registry =
                SchemaRegistries.open("dir:" + directory.resolve("schemas"), Map.of(SchemaRegistries.WRITABLE, "true"));
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void topic(String topic, int partitions) {
        broker.createTopic(topic, partitions);
        var unused = registry.register(topic + "-value", SCHEMA, List.of());
    }

    /** Sends the jobs {@code from} to {@code to - 1} under ten keys, and returns when all are acknowledged. */
    void send(String topic, int from, int to) {
        try (RecordWriter<Map<String, Object>> writer = writer()) {
            for (int n = from; n < to; n++) {
                Headers headers = new RecordHeaders();
                byte[] value = writer.write(topic, headers, Map.of("n", n));
                var unused = producer.send(
                        new ProducerRecord<>(topic, null, null, ("k" + n % 10).getBytes(UTF_8), value, headers));
            }
            producer.flush();
        }
    }

    /** The numbers in a topic, in the order of its partitions and offsets. */
    List<Integer> read(String topic) {
        List<Integer> numbers = new ArrayList<>();
        try (RecordReader<Object> reader =
                SerdeOptions.of(registry, Object.class).reader()) {
            for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
                Object value = reader.read(topic, record.headers(), ByteBuffer.wrap(record.value()));
                numbers.add(Integer.valueOf(
                        ((org.apache.avro.generic.GenericRecord) value).get("n").toString()));
            }
        }
        return numbers;
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @SuppressWarnings("unchecked")
    private RecordWriter<Map<String, Object>> writer() {
        return (RecordWriter<Map<String, Object>>)
                (RecordWriter<?>) SerdeOptions.of(registry, Map.class).writer();
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
    }
}
