package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The records of the topics, read on from where the last look ended. For one thread. */
final class Records implements AutoCloseable {

    static final String SCHEMA =
            "{\"type\":\"record\",\"name\":\"Entry\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"}]}";

    private final SchemaRegistry registry;
    private final RecordReader<Object> reader;
    private final RecordWriter<Map<String, Object>> writer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, List<Row>> rows = new HashMap<>();

    @SuppressWarnings("unchecked")
    Records(Path directory, String bootstrap, List<String> topics) throws IOException {
        Files.createDirectories(directory.resolve("schemas"));
        this.registry =
                SchemaRegistries.open("dir:" + directory.resolve("schemas"), Map.of(SchemaRegistries.WRITABLE, "true"));
        for (String topic : topics) {
            var unused = registry.register(topic + "-value", SCHEMA, List.of());
            rows.put(topic, new ArrayList<>());
        }
        this.reader = SerdeOptions.of(registry, Object.class).reader();
        this.writer = (RecordWriter<Map<String, Object>>)
                (RecordWriter<?>) SerdeOptions.of(registry, Map.class).writer();
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "reconnect.backoff.max.ms", "500"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                topics.stream().map(topic -> new TopicPartition(topic, 0)).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static String json(String id) {
        return "{\"id\":\"" + id + "\"}";
    }

    /** The id in what {@link #json} gave. */
    static String idOf(String json) {
        return json.substring(json.indexOf(':') + 2, json.lastIndexOf('"'));
    }

    /** A record's value for those who write to Kafka themselves; may be used by another thread. */
    byte[] encode(String topic, Headers headers, String id) {
        return writer.write(topic, headers, Map.of("id", id));
    }

    /** Reads to the present end of all topics. */
    void readOn() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (consumer.assignment().stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                rows.get(record.topic()).add(row(record));
            }
        }
    }

    List<Row> of(String topic) {
        return rows.get(topic);
    }

    private Row row(ConsumerRecord<byte[], byte[]> record) {
        Object value = reader.read(record.topic(), record.headers(), ByteBuffer.wrap(record.value()));
        return new Row(
                record.offset(),
                ((GenericRecord) value).get("id").toString(),
                text(record, "brine.source"),
                text(record, "brine.position"),
                ByteBuffer.wrap(record.value()));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
        reader.close();
        writer.close();
        registry.close();
    }
}
