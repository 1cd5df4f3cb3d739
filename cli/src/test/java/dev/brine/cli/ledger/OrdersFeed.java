package dev.brine.cli.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records under a few keys into a topic, for workers to read. */
final class OrdersFeed extends Feed {

    private static final int KEYS = 20;

    private final Records records;
    private final Random random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final long[] numbers = new long[KEYS];

    OrdersFeed(String topic, String bootstrap, Records records, Random random) {
        super(new Account(topic));
        this.records = records;
        this.random = random;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Override
    void turn() throws Exception {
        Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
        for (int i = 1 + random.nextInt(40); i > 0; i--) {
            int key = random.nextInt(KEYS);
            String id = "k" + key + "-" + numbers[key]++;
            account.offered(id);
            Headers headers = new RecordHeaders();
            byte[] value = records.encode(account.topic(), headers, id);
            sent.put(
                    id,
                    producer.send(new ProducerRecord<>(
                            account.topic(), null, null, ("k" + key).getBytes(UTF_8), value, headers)));
        }
        producer.flush();
        for (Map.Entry<String, Future<RecordMetadata>> one : sent.entrySet()) {
            account.acknowledged(one.getKey(), one.getValue().get().offset());
        }
        pause(25);
    }

    @Override
    void audit(List<Row> rows) {
        assertThat(account.missing(rows)).isEmpty();
        account.acknowledgedIsThere(rows);
        account.noMoreThanOffered(rows);
    }

    @Override
    public void close() throws Exception {
        super.close();
        producer.close();
    }
}
