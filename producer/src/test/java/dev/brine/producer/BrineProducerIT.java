package dev.brine.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.producer.NotSentException.Missing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@BrineBroker
@Timeout(120)
final class BrineProducerIT {

    private static final Duration SHORT = Duration.ofMillis(300);

    EmbeddedBroker broker;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private BrineProducer.Builder<String, String> producer() {
        return BrineProducer.sending(new StringSerializer(), new StringSerializer())
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers(), "reconnect.backoff.max.ms", 100))
                .meters(meters);
    }

    // Kafka's own default forgets all partitions when no broker is left, so that nothing would be in flight.
    private BrineProducer.Builder<String, String> rememberingProducer() {
        return producer().kafka(Map.of("metadata.recovery.strategy", "none"));
    }

    @Test
    void everyRecordOfAKeyArrivesOnceAndInOrderThroughARestartOfTheBroker(@BrineTopic(partitions = 4) String topic)
            throws InterruptedException {
        // Given
        int keys = 10;
        int each = 300;
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        try (BrineProducer<String, String> producer = producer().build()) {
            IntConsumer sendAll = i -> IntStream.range(0, keys)
                    .forEach(key -> sent.add(producer.send(topic, "key-" + key, String.valueOf(i))));

            // When: stopped while the first third is on its way, started while the second is being sent
            IntStream.range(0, each / 3).forEach(sendAll);
            broker.stop(0);
            Thread sender = new Thread(() -> IntStream.range(each / 3, each).forEach(sendAll));
            sender.start();
            broker.start(0);
            sender.join();
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
        }

        // Then
        Map<String, List<String>> read = read(topic, keys * each);
        assertThat(read).hasSize(keys);
        List<String> expected =
                IntStream.range(0, each).mapToObj(String::valueOf).toList();
        assertThat(read.values()).allSatisfy(values -> assertThat(values).isEqualTo(expected));
        assertThat(records(topic, "acknowledged")).isEqualTo(keys * each);
    }

    @Test
    void firstRecordsThatARestartedBrokerGetsAreNeitherLostNorReordered(@BrineTopic(partitions = 60) String topic) {
        // Given: many small first batches, which all meet the broker when its partitions are not all led yet
        try (BrineProducer<String, String> producer = rememberingProducer()
                .kafka(Map.of("linger.ms", 0, "batch.size", 200, "retry.backoff.ms", 10, "delivery.timeout.ms", 30_000))
                .build()) {
            producer.send(new ProducerRecord<>(topic, 0, "k", "first")).join();
            broker.stop(0);
            List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
            IntStream.range(0, 20).forEach(i -> IntStream.range(0, 60)
                    .forEach(p ->
                            sent.add(producer.send(new ProducerRecord<>(topic, p, "k", String.format("%050d", i))))));

            // When
            broker.start(0);
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();

            // Then
            IntStream.range(0, 60).forEach(p -> assertThat(IntStream.range(0, 20)
                            .mapToObj(i -> sent.get(60 * i + p).join().offset()))
                    .as("offsets of partition %d in the order of sending", p)
                    .isSorted());
        }
    }

    @Test
    void senderWaitsForRoomAndIsThenToldThatTheRecordWasNotSent(@BrineTopic String topic) {
        try (BrineProducer<String, String> producer =
                rememberingProducer().bytesInFlight(1000).blockAtMost(SHORT).build()) {
            // Given
            awaitPartitions(producer, topic);
            broker.stop(0);
            List<CompletableFuture<RecordMetadata>> taken = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                taken.add(producer.send(topic, "k", "x".repeat(30)));
            }

            // When
            long begin = System.nanoTime();
            CompletableFuture<RecordMetadata> refused = producer.send(topic, "k", "x".repeat(300));
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);

            // Then
            assertThat(missing(refused)).isEqualTo(Missing.ROOM);
            assertThat(waited).isBetween(SHORT, Duration.ofSeconds(20));
            assertThat(producer.trySend(new ProducerRecord<>(topic, "k", "x".repeat(300))))
                    .isEmpty();
            assertThat(meters.get("brine.producer.blocked").timer().count()).isPositive();
            assertThat(taken).noneMatch(CompletableFuture::isDone);
            broker.start(0);
            CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).join();
            assertThat(producer.send(topic, "k", "x".repeat(300)).join().offset())
                    .isEqualTo(taken.size() + 1L);
        }
    }

    @Test
    void waitingSenderGoesOnWhenTheBrokerReturns(@BrineTopic String topic) {
        try (BrineProducer<String, String> producer = rememberingProducer()
                .bytesInFlight(100)
                .blockAtMost(Duration.ofSeconds(60))
                .build()) {
            // Given
            awaitPartitions(producer, topic);
            broker.stop(0);
            CompletableFuture<RecordMetadata> first = producer.send(topic, "k", "x".repeat(50));
            CompletableFuture<CompletableFuture<RecordMetadata>> waiting = CompletableFuture.supplyAsync(
                    () -> producer.send(topic, "k", "x".repeat(50)), task -> new Thread(task).start());

            // When
            broker.start(0);

            // Then
            assertThat(waiting.join().join().offset()).isEqualTo(first.join().offset() + 1);
        }
    }

    @Test
    void trySendDoesNotWaitForPartitionsButAsksForThem(@BrineTopic String topic) {
        try (BrineProducer<String, String> producer =
                producer().blockAtMost(Duration.ofSeconds(60)).build()) {
            // Given
            broker.stop(0);
            ProducerRecord<String, String> record = new ProducerRecord<>(topic, "k", "v");

            // When
            long begin = System.nanoTime();
            Optional<CompletableFuture<RecordMetadata>> tried = producer.trySend(record);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);

            // Then
            assertThat(tried).isEmpty();
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            assertThat(meters.get("brine.producer.inflight.bytes").gauge().value())
                    .isZero();
            broker.start(0);
            RecordMetadata metadata = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> producer.trySend(record), Optional::isPresent)
                    .orElseThrow()
                    .join();
            assertThat(metadata.offset()).isZero();
        }
    }

    @Test
    void unknownTopicIsNamedWithItsReason() {
        try (BrineProducer<String, String> producer =
                producer().blockAtMost(Duration.ofSeconds(3)).build()) {
            CompletableFuture<RecordMetadata> sent = producer.send("no-such-topic", "k", "v");

            assertThat(missing(sent)).isEqualTo(Missing.PARTITIONS);
            assertThatThrownBy(sent::join)
                    .hasRootCauseInstanceOf(UnknownTopicOrPartitionException.class)
                    .hasMessageContaining("no-such-topic")
                    .hasMessageContaining("create the topic");
        }
    }

    @Test
    void brokerThatDoesNotAnswerIsNamed() {
        try (BrineProducer<String, String> producer = producer()
                .kafka(Map.of("bootstrap.servers", "127.0.0.1:1"))
                .blockAtMost(SHORT)
                .build()) {
            CompletableFuture<RecordMetadata> sent = producer.send("t", "k", "v");

            assertThat(missing(sent)).isEqualTo(Missing.PARTITIONS);
            assertThatThrownBy(sent::join).hasMessageContaining("127.0.0.1:1");
        }
    }

    @Test
    void deliveryThatTakesTooLongIsUnknown(@BrineTopic String topic) {
        try (BrineProducer<String, String> producer = rememberingProducer()
                .kafka(Map.of("delivery.timeout.ms", 1000, "request.timeout.ms", 500, "linger.ms", 0))
                .build()) {
            // Given
            awaitPartitions(producer, topic);
            broker.stop(0);

            // When
            CompletableFuture<RecordMetadata> sent = producer.send(topic, "k", "v");

            // Then
            assertThatThrownBy(sent::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
            assertThat(records(topic, "unknown")).isEqualTo(1);
            broker.start(0);
            assertThat(producer.send(topic, "k", "v").join().hasOffset()).isTrue();
        }
    }

    @Test
    void valueThatCannotBeSerialisedFailsItsFutureOnly(@BrineTopic String topic) {
        Serializer<String> refusing = (name, value) -> {
            throw new SerializationException("field a.b: expected int");
        };
        try (BrineProducer<String, String> producer = BrineProducer.sending(new StringSerializer(), refusing)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .meters(meters)
                .build()) {
            CompletableFuture<RecordMetadata> sent = producer.send(topic, "k", "v");
            Optional<CompletableFuture<RecordMetadata>> tried = producer.trySend(new ProducerRecord<>(topic, "k", "v"));

            assertThatThrownBy(sent::join).hasRootCauseMessage("field a.b: expected int");
            assertThat(tried.orElseThrow()).isCompletedExceptionally();
            assertThat(records(topic, "failed")).isEqualTo(2);
            assertThat(meters.get("brine.producer.inflight.bytes").gauge().value())
                    .isZero();
        }
    }

    @Test
    void recordThatIsTooLargeFailsItsFutureOnly(@BrineTopic String topic) {
        try (BrineProducer<String, String> producer =
                producer().kafka(Map.of("max.request.size", 1000)).build()) {
            CompletableFuture<RecordMetadata> large = producer.send(topic, "k", "x".repeat(2000));

            assertThatThrownBy(large::join).hasCauseInstanceOf(RecordTooLargeException.class);
            assertThat(producer.send(topic, "k", "v").join().offset()).isZero();
        }
    }

    @Test
    void sameRecordMayBeSentAgainAndKeepsItsHeaders(@BrineTopic String topic) {
        Serializer<String> marking = new StringSerializer() {
            @Override
            public byte[] serialize(String name, org.apache.kafka.common.header.Headers headers, String value) {
                headers.add("added", new byte[] {1});
                return serialize(name, value);
            }
        };
        try (BrineProducer<String, String> producer = BrineProducer.sending(new StringSerializer(), marking)
                .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                .build()) {
            ProducerRecord<String, String> record = new ProducerRecord<>(topic, "k", "v");

            producer.send(record).join();
            producer.send(record).join();

            assertThat(record.headers()).isEmpty();
        }
    }

    @Test
    void sendFromACompletionDoesNotWaitForTheThreadItIsOn(@BrineTopic String topic) {
        try (BrineProducer<String, String> producer = rememberingProducer()
                .bytesInFlight(1)
                .blockAtMost(Duration.ofSeconds(60))
                .build()) {
            // When
            AtomicReference<CompletableFuture<RecordMetadata>> fits = new AtomicReference<>();
            AtomicReference<CompletableFuture<RecordMetadata>> doesNot = new AtomicReference<>();
            awaitPartitions(producer, topic);
            broker.stop(0);
            CompletableFuture<Void> done = producer.send(topic, "k", "1").thenAccept(first -> {
                fits.set(producer.send(topic, "k", "2"));
                doesNot.set(producer.send(topic, "k", "3"));
            });
            broker.start(0);
            done.join();

            // Then
            assertThat(missing(doesNot.get())).isEqualTo(Missing.ROOM);
            assertThat(fits.get().join().hasOffset()).isTrue();
        }
    }

    @Test
    void closeReportsWhatIsNotAcknowledgedAndIsDoneOnce(@BrineTopic String topic) {
        // Given
        BrineProducer<String, String> producer = rememberingProducer().build();
        awaitPartitions(producer, topic);
        broker.stop(0);
        List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sent.add(producer.send(topic, "k", "v"));
        }

        // When
        Unacknowledged left = producer.close(Duration.ofMillis(200));

        // Then
        assertThat(left.records()).isEqualTo(5);
        assertThat(left.bytes()).isPositive();
        assertThat(sent).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(producer.close(Duration.ofSeconds(30))).isEqualTo(left);
        assertThatThrownBy(producer.send(topic, "k", "v")::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(meters.find("brine.producer.inflight.bytes").gauge()).isNull();
    }

    @Test
    void closeWaitsForWhatIsInFlight(@BrineTopic String topic) {
        // Given
        BrineProducer<String, String> producer =
                producer().kafka(Map.of("linger.ms", 10_000)).build();
        awaitPartitions(producer, topic);
        CompletableFuture<RecordMetadata> sent = producer.send(topic, "k", "v");

        // When
        Unacknowledged left = producer.close(Duration.ofSeconds(30));

        // Then
        assertThat(left.none()).isTrue();
        assertThat(sent).isCompleted();
    }

    @Test
    void kafkasOwnMetersAreBound(@BrineTopic String topic) {
        try (BrineProducer<String, String> producer = producer().build()) {
            producer.send(topic, "k", "v").join();

            assertThat(meters.find("kafka.producer.record.send.total").meters()).isNotEmpty();
        }
    }

    // A topic's partitions are learnt by the first send.
    private static void awaitPartitions(BrineProducer<String, String> producer, String topic) {
        CompletableFuture<RecordMetadata> first = producer.send(topic, "k", "first");
        producer.flush();
        first.join();
    }

    private static Missing missing(CompletableFuture<RecordMetadata> sent) {
        try {
            sent.join();
            throw new AssertionError("record was sent");
        } catch (CompletionException e) {
            return ((NotSentException) e.getCause()).missing();
        }
    }

    private double records(String topic, String outcome) {
        return meters.get("brine.producer.records")
                .tags("topic", topic, "outcome", outcome)
                .counter()
                .count();
    }

    private Map<String, List<String>> read(String topic, int count) {
        Map<String, List<String>> values = new HashMap<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            int read = 0;
            while (read < count && System.nanoTime() < end) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    values.computeIfAbsent(record.key(), key -> new ArrayList<>())
                            .add(record.value());
                    read++;
                }
            }
        }
        return values;
    }
}
