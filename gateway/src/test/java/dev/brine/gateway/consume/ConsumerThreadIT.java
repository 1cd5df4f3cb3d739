package dev.brine.gateway.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.gateway.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@BrineBroker
@Timeout(60)
final class ConsumerThreadIT {

    private static final int VALUE = 200;

    EmbeddedBroker broker;

    private KafkaConsumer<byte[], byte[]> consumer;
    private ConsumerThread reader;

    @BeforeEach
    void open() {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "auto.offset.reset",
                        "none",
                        "enable.auto.commit",
                        false,
                        "fetch.max.wait.ms",
                        50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader = new ConsumerThread(consumer, "reader");
    }

    @AfterEach
    void close() {
        reader.close();
    }

    /** Is full after so many records of a poll, until it is told that it has room again. */
    private static final class Taker implements Subscription {

        private final TopicPartition partition;
        private final int most;
        private final List<Long> offsets = new ArrayList<>();
        private volatile long next;
        private volatile int taken;
        private volatile boolean full;
        private volatile boolean over;
        private volatile @Nullable Refusal failure;

        Taker(TopicPartition partition, long next, int most) {
            this.partition = partition;
            this.next = next;
            this.most = most;
        }

        @Override
        public TopicPartition partition() {
            return partition;
        }

        @Override
        public long next() {
            return next;
        }

        @Override
        public void moveTo(long offset) {
            next = offset;
        }

        @Override
        public boolean wants() {
            return !full && !over;
        }

        @Override
        public boolean over() {
            return over;
        }

        @Override
        public void take(List<ConsumerRecord<byte[], byte[]>> records, long position) {
            int count = Math.min(most, records.size());
            records.subList(0, count).forEach(record -> offsets.add(record.offset()));
            next = count == records.size() ? position : records.get(count).offset();
            full = count > 0;
            taken += count;
        }

        @Override
        public void fail(Refusal refusal) {
            failure = refusal;
            over = true;
        }
    }

    private void produce(TopicPartition to, int count) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                var unused = producer.send(new ProducerRecord<>(to.topic(), to.partition(), null, new byte[VALUE]));
            }
            producer.flush();
        }
    }

    private TopicPartition topic(String name) {
        broker.createTopic(name, 1);
        return new TopicPartition(name, 0);
    }

    /** Gives room again a little after it was used up, as a client does that reads. */
    private void drain(Taker one, int count) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (one.taken < count && System.nanoTime() < end) {
            LockSupport.parkNanos(200_000);
            if (one.full) {
                one.full = false;
                reader.wake();
            }
        }
        assertThat(one.taken).isEqualTo(count);
    }

    private double incoming() {
        return consumer.metrics().entrySet().stream()
                .filter(each -> each.getKey().name().equals("incoming-byte-total")
                        && each.getKey().group().equals("consumer-metrics"))
                .mapToDouble(each -> ((Number) each.getValue().metricValue()).doubleValue())
                .sum();
    }

    private static List<Long> offsets(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void whatWasFetchedForAFullOneIsNotFetchedAgain() {
        // Given
        int count = 10_000;
        TopicPartition busy = topic("fetched-once");
        produce(busy, count);
        Taker one = new Taker(busy, 0, 500);

        // When
        reader.add(List.of(one, new Taker(topic("idle"), 0, 500)));
        drain(one, count);

        // Then
        assertThat(one.offsets).isEqualTo(offsets(0, count));
        assertThat(incoming()).isLessThan(2.0 * count * VALUE);
    }

    @Test
    void oneThatStaysFullHoldsBackNone() {
        // Given
        TopicPartition busy = topic("stuck");
        produce(busy, 2_000);
        Taker stuck = new Taker(busy, 0, 500);
        Taker other = new Taker(topic("beside-stuck"), 0, 500);
        reader.add(List.of(stuck, other));
        Awaitility.await().until(() -> stuck.full);

        // When
        produce(other.partition(), 700);

        // Then
        drain(other, 700);
        assertThat(other.offsets).isEqualTo(offsets(0, 700));
        assertThat(stuck.taken).isEqualTo(500);

        // And when it has room again
        drain(stuck, 2_000);
        assertThat(stuck.offsets).isEqualTo(offsets(0, 2_000));
    }

    @Test
    void thoseThatShareAPartitionGetEveryRecordOnce() {
        // Given
        TopicPartition shared = topic("shared");
        produce(shared, 3_000);
        Taker early = new Taker(shared, 0, 70);
        Taker late = new Taker(shared, 1_700, 500);

        // When
        reader.add(List.of(late, early));
        drain(late, 1_300);
        drain(early, 3_000);

        // Then
        assertThat(early.offsets).isEqualTo(offsets(0, 3_000));
        assertThat(late.offsets).isEqualTo(offsets(1_700, 3_000));
    }

    @Test
    void oneThatTookAPartOnlyGoesOnWithTheNextRecord() {
        // Given
        TopicPartition busy = topic("parts");
        produce(busy, 1_500);
        Taker one = new Taker(busy, 0, 37);

        // When
        reader.add(List.of(one));
        drain(one, 1_500);

        // Then
        assertThat(one.offsets).isEqualTo(offsets(0, 1_500));
    }

    @Test
    void recordsDeletedWhileOneWasFullArePassedOver() throws Exception {
        // Given
        TopicPartition busy = topic("deleted");
        produce(busy, 500);
        Taker one = new Taker(busy, 0, 500);
        reader.add(List.of(one, new Taker(topic("beside-deleted"), 0, 500)));
        Awaitility.await().until(() -> one.full);

        // When
        produce(busy, 200);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(busy, RecordsToDelete.beforeOffset(600)))
                    .all()
                    .get();
        }
        drain(one, 600);

        // Then
        assertThat(one.offsets).startsWith(0L, 1L).endsWith(698L, 699L).doesNotContain(500L, 599L);
        assertThat(one.failure).isNull();
    }

    @Test
    void oneThatIsOverLeavesAndAnotherOnItsPartitionBegins() {
        // Given
        TopicPartition busy = topic("left");
        produce(busy, 2_000);
        Taker gone = new Taker(busy, 0, 500);
        reader.add(List.of(gone));
        Awaitility.await().until(() -> gone.full);

        // When
        gone.over = true;
        Taker next = new Taker(busy, 100, 500);
        reader.add(List.of(next));
        drain(next, 1_900);

        // Then
        assertThat(next.offsets).isEqualTo(offsets(100, 2_000));
        assertThat(reader.load()).isEqualTo(1);
    }

    @Test
    void whatComesAfterItsEndIsRefused() {
        // Given
        reader.close();
        Taker late = new Taker(new TopicPartition("t", 0), 0, 1);

        // When
        reader.add(List.of(late));

        // Then
        assertThat(late.failure).hasMessageContaining("the gateway is ending");
    }
}
