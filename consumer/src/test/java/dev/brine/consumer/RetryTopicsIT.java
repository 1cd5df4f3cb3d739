package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.brine.consumer.internal.engine.Clients;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryTopicsIT extends WorkerCase {

    private static final RetryTopics SOON = RetryTopics.after(Duration.ofMillis(300), Duration.ofMillis(600));

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void failingKeyIsParkedWithItsFollowersAndOtherKeysGoOn(String protocol) {
        // Given: key-7 fails until it may succeed
        String topic = topic(2);
        cluster.sendCounted(topic, 2_000, 20);
        AtomicBoolean healed = new AtomicBoolean();
        Map<String, Integer> calls = new ConcurrentHashMap<>();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        // When
        start(cluster.worker(topic, group)
                .kafka(cluster.properties(protocol))
                .retry(Retry.times(2).backoff(Duration.ofMillis(10)))
                .retryTopics(new RetryTopics(Collections.nCopies(60, Duration.ofSeconds(1)), null))
                .meters(registry)
                .handler(message -> {
                    if (message.key().equals("key-7")) {
                        calls.merge(message.value(), 1, Integer::sum);
                        if (!healed.get()) {
                            throw new IllegalStateException("not yet");
                        }
                    }
                }));
        awaitFinished(1_900);

        // Then: the whole source is finished and committed while 100 records of one key are parked
        soon().untilAsserted(() -> assertThat(sourceCommitted(topic)).isEqualTo(2_000));
        assertThat(ledger.count()).isEqualTo(1_900);
        assertThat(registry.get("brine.retry.parked").gauges().stream()
                        .mapToDouble(gauge -> gauge.value())
                        .sum())
                .isEqualTo(100);
        healed.set(true);
        awaitFinished(2_000);
        ledger.assertCompleteAndInOrder(2_000, 20);
        assertThat(ledger.repeated()).isZero();
        assertThat(calls.get("0")).isGreaterThanOrEqualTo(3);
        assertThat(calls).hasSize(100);
        assertThat(calls.values()).filteredOn(count -> count > 1).hasSize(1);
        assertThat(cluster.read(topic + ".dlq")).isEmpty();
        assertThat(counted(registry, "parked")).isOne();
        assertThat(counted(registry, "followed")).isEqualTo(99);
        soon().untilAsserted(() -> assertThat(counted(registry, "cleared")).isEqualTo(100));
    }

    @Test
    void afterTheLastDelayComesADeadLetterOfTheOriginalPositionAndWhatFollowsGoesOn() {
        // Given
        String topic = topic(3);
        ProducerRecord<byte[], byte[]> bad =
                new ProducerRecord<>(topic, 2, 1_700_000_000_000L, Cluster.bytes("key-0"), Cluster.bytes("0"));
        bad.headers().add("traceparent", new byte[] {1, 2, 3}).add("brine.retry.topic", new byte[] {9});
        cluster.send(new ProducerRecord<>(topic, 2, Cluster.bytes("other"), Cluster.bytes("0")));
        cluster.send(bad);
        cluster.send(new ProducerRecord<>(topic, 2, Cluster.bytes("key-0"), Cluster.bytes("1")));
        cluster.flush();
        Queue<Message<String, String>> seen = new ConcurrentLinkedQueue<>();

        // When
        start(cluster.worker(topic, group)
                .retry(Retry.times(2).backoff(Duration.ofMillis(10)))
                .retryTopics(SOON)
                .handler(message -> {
                    if (message.key().equals("key-0")) {
                        seen.add(message);
                        if (message.value().equals("0")) {
                            throw new IllegalStateException("no stock");
                        }
                    }
                }));
        awaitFinished(3);

        // Then
        assertThat(seen).extracting(Message::value).containsExactly("0", "0", "0", "0", "1");
        assertThat(seen).extracting(Message::attempt).containsExactly(1, 2, 3, 4, 1);
        assertThat(seen).extracting(Message::topic).containsOnly(topic);
        assertThat(seen).extracting(Message::offset).containsExactly(1L, 1L, 1L, 1L, 2L);
        assertThat(seen.peek().timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(seen).filteredOn(message -> message.offset() == 1).allSatisfy(message -> {
            assertThat(message.timestamp()).isEqualTo(1_700_000_000_000L);
            assertThat(message.headers().toArray()).hasSize(2);
            assertThat(message.headers().lastHeader("brine.retry.topic").value())
                    .containsExactly(9);
        });
        assertThat(ledger.dead()).isOne();
        List<ConsumerRecord<byte[], byte[]>> letters = cluster.read(topic + ".dlq");
        assertThat(letters).hasSize(1);
        ConsumerRecord<byte[], byte[]> letter = letters.get(0);
        assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo(topic);
        assertThat(text(letter, DeadLetterHeaders.PARTITION)).isEqualTo("2");
        assertThat(text(letter, DeadLetterHeaders.OFFSET)).isEqualTo("1");
        assertThat(text(letter, DeadLetterHeaders.TIMESTAMP)).isEqualTo("1700000000000");
        assertThat(text(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("4");
        assertThat(text(letter, DeadLetterHeaders.ERROR_CLASS)).isEqualTo("java.lang.IllegalStateException");
        assertThat(letter.headers().toArray()[0].key()).isEqualTo("traceparent");
        List<ConsumerRecord<byte[], byte[]>> log = cluster.read(topic + "." + group + ".retry");
        assertThat(log).hasSize(3).allMatch(record -> record.partition() == 2);
        assertThat(text(log.get(0), RetryHeaders.TIER)).isEqualTo("1");
        assertThat(text(log.get(0), RetryHeaders.ATTEMPTS)).isEqualTo("2");
        assertThat(text(log.get(0), RetryHeaders.ERROR_MESSAGE)).isEqualTo("no stock");
        assertThat(text(log.get(0), RetryHeaders.OFFSET)).isEqualTo("1");
        assertThat(log).extracting(record -> text(record, RetryHeaders.TIER)).containsOnlyOnce("0", "1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void whatIsParkedIsFoundAgainAfterATearAwayAndStaysInOrder(String protocol) {
        // Given: two keys have failed and are parked with what follows
        String topic = topic(2);
        cluster.sendCounted(topic, 1_000, 10);
        start(parking(topic, protocol, Duration.ofSeconds(2)).handler(message -> {
            if (message.key().equals("key-3") || message.key().equals("key-4")) {
                throw new IllegalStateException("not yet");
            }
        }));
        soon().untilAsserted(() -> assertThat(sourceCommitted(topic)).isEqualTo(1_000));

        // When: another worker takes over, and more arrives
        workers.get(0).close(Duration.ZERO);
        long parkedBefore = 1_000 - ledger.count();
        for (int i = 100; i < 150; i++) {
            for (int key = 0; key < 10; key++) {
                cluster.send(topic, "key-" + key, Integer.toString(i));
            }
        }
        cluster.flush();
        start(parking(topic, protocol, Duration.ofSeconds(2)).handler(message -> {}));
        awaitFinished(1_500);

        // Then
        assertThat(parkedBefore).isEqualTo(200);
        ledger.assertCompleteAndInOrder(1_500, 10);
        assertThat(ledger.repeated()).isZero();
        soon().untilAsserted(() -> assertThat(sourceCommitted(topic)).isEqualTo(1_500));
    }

    @Test
    void workersThatComeAndGoWhileKeysFailLoseNothingAndKeepOrder() throws InterruptedException {
        for (String protocol : List.of("classic", "consumer")) {
            // Given: every seventh record of some keys fails at first, a few for ever
            String topic = topic(4);
            String name = Cluster.anyGroup();
            Ledger book = new Ledger();
            long seed = System.nanoTime();
            Random random = new Random(seed);
            Map<String, Integer> failures = new ConcurrentHashMap<>();
            Handler<String, String> handler = message -> {
                int key = Integer.parseInt(message.key().substring(4));
                int number = Integer.parseInt(message.value());
                if (key % 5 == 0 && number % 7 == 3) {
                    int before = failures.merge(message.key() + "/" + number, 1, Integer::sum);
                    if (number % 21 == 10 || before <= 3) {
                        throw new IllegalStateException("fails, call " + before);
                    }
                }
            };

            // When: workers start, are torn away and replaced, while records arrive
            Queue<Worker<String, String>> running = new ConcurrentLinkedQueue<>();
            for (int step = 0; step < 8; step++) {
                for (int i = step * 20; i < step * 20 + 20; i++) {
                    for (int key = 0; key < 20; key++) {
                        cluster.send(topic, "key-" + key, Integer.toString(i));
                    }
                }
                cluster.flush();
                Worker<String, String> worker = cluster.worker(topic, name)
                        .kafka(cluster.properties(protocol))
                        .retry(Retry.times(2).backoff(Duration.ofMillis(5)))
                        .retryTopics(RetryTopics.after(Duration.ofMillis(100), Duration.ofMillis(200)))
                        .handler(handler)
                        .onOutcome(book)
                        .build();
                workers.add(worker);
                worker.start();
                running.add(worker);
                long enough = 100L * step;
                await().atMost(Duration.ofSeconds(20)).until(() -> book.count() >= enough);
                if (running.size() > 2) {
                    running.remove().close(random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(5));
                }
            }

            // Then
            soon().untilAsserted(() ->
                    assertThat(book.count()).as("seed %d, %s", seed, protocol).isEqualTo(3_200));
            book.assertCompleteAndInOrder(3_200, 20);
            assertThat(book.dead()).isGreaterThanOrEqualTo(4 * 8);
            soon().untilAsserted(() -> assertThat(cluster.committed(name).entrySet().stream()
                            .filter(committed -> committed.getKey().topic().equals(topic))
                            .mapToLong(committed -> committed.getValue().offset())
                            .sum())
                    .isEqualTo(3_200));
            running.forEach(worker -> worker.close(Duration.ofSeconds(5)));
        }
    }

    @Test
    void retryTopicThatRefusesHoldsTheFrontierAndShowsAndLosesNothing() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 100, 10);
        CountDownLatch refused = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();

        // When
        Worker<String, String> worker =
                start(parking(topic, "classic", Duration.ofMillis(200)).handler(message -> {
                    refused.await();
                    if (message.key().equals("key-2")
                            && message.value().equals("1")
                            && failures.incrementAndGet() <= 2) {
                        throw new IllegalStateException("not yet");
                    }
                }));
        String log = topic + "." + group + ".retry";
        cluster.refuseWrites(log, true);
        refused.countDown();
        awaitFinished(91);
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.RETRIES_DOWN));
        Health whileDown = worker.health();
        await().during(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(sourceCommitted(topic)).isLessThanOrEqualTo(12));
        cluster.refuseWrites(log, false);
        awaitFinished(100);

        // Then
        assertThat(whileDown.alive()).isTrue();
        assertThat(whileDown.reason()).contains(log).contains("RecordTooLargeException");
        ledger.assertCompleteAndInOrder(100, 10);
        assertThat(ledger.dead()).isZero();
        soon().untilAsserted(() -> assertThat(sourceCommitted(topic)).isEqualTo(100));
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.OK));
    }

    @Test
    void withoutOrderNothingFollows() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 100, 1);

        // When
        AtomicInteger failures = new AtomicInteger();
        start(parking(topic, "classic", Duration.ofMillis(500))
                .ordering(Ordering.NONE)
                .handler(message -> {
                    if (message.value().equals("0") && failures.incrementAndGet() <= 2) {
                        throw new IllegalStateException("not yet");
                    }
                }));
        awaitFinished(100);

        // Then
        assertThat(cluster.read(topic + "." + group + ".retry")).hasSize(1);
        assertThat(ledger.repeated()).isZero();
    }

    @Test
    void retryTopicHasAsManyPartitionsAsItsSourceAlsoWhenThatGrows() {
        // Given
        String topic = topic(2);
        Map<String, Object> properties = new HashMap<>(cluster.properties());
        properties.put("metadata.max.age.ms", "500");
        Worker<String, String> first = start(parking(topic, "classic", Duration.ofMillis(200))
                .kafka(properties)
                .handler(message -> {}));
        soon().until(() -> first.health().joined());
        assertThat(cluster.partitions(topic + "." + group + ".retry")).isEqualTo(2);

        // When
        cluster.grow(topic, 4);
        cluster.send(new ProducerRecord<>(topic, 3, Cluster.bytes("key-0"), Cluster.bytes("0")));
        cluster.flush();
        awaitFinished(1);

        // Then
        assertThat(cluster.partitions(topic + "." + group + ".retry")).isEqualTo(4);
    }

    @Test
    void batchesParkWhatTheySayAndKeepOrder() {
        // Given
        String topic = topic(2);
        cluster.sendCounted(topic, 2_000, 20);
        Map<String, Integer> failures = new ConcurrentHashMap<>();

        // When
        start(parking(topic, "classic", Duration.ofMillis(100)).batch(50, Duration.ofMillis(5), batch -> {
            List<RecordOutcome> outcomes = new ArrayList<>();
            for (Message<String, String> message : batch) {
                boolean bad = message.key().equals("key-3") && Integer.parseInt(message.value()) % 10 == 0;
                int before = bad ? failures.merge(message.value(), 1, Integer::sum) : 0;
                outcomes.add(
                        bad && before <= 3
                                ? RecordOutcome.retry(new IllegalStateException("not yet"))
                                : RecordOutcome.done());
            }
            return outcomes;
        }));
        awaitFinished(2_000);

        // Then
        ledger.assertCompleteAndInOrder(2_000, 20);
        assertThat(ledger.repeated()).isZero();
        assertThat(ledger.dead()).isZero();
        assertThat(failures).hasSize(10).allSatisfy((value, calls) -> assertThat(calls)
                .isEqualTo(4));
    }

    @Test
    void recordThatWaitsLongIsCarriedToTheEndOfTheLog() {
        // Given: one key waits while so many others fail once that the log grows behind it
        String topic = topic(1);
        cluster.sendCounted(topic, 3_000, 1_500);
        AtomicBoolean healed = new AtomicBoolean();
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        // When
        start(cluster.worker(topic, group)
                .retry(Retry.never())
                .retryTopics(new RetryTopics(Collections.nCopies(60, Duration.ofSeconds(1)), null))
                .meters(registry)
                .handler(message -> {
                    boolean stuck = message.key().equals("key-0") && !healed.get();
                    if (stuck || message.value().equals("0") && failures.merge(message.key(), 1, Integer::sum) == 1) {
                        throw new IllegalStateException("not yet");
                    }
                }));
        awaitFinished(2_998);
        soon().untilAsserted(() ->
                assertThat(registry.get("brine.retry.parked").gauge().value()).isEqualTo(2));
        soon().untilAsserted(() -> assertThat(counted(registry, "carried")).isPositive());
        TopicPartition log = new TopicPartition(topic + "." + group + ".retry", 0);
        soon().untilAsserted(() ->
                assertThat(cluster.committed(group).get(log).offset()).isGreaterThan(2_000));
        workers.get(0).close(Duration.ZERO);
        healed.set(true);
        start(parking(topic, "classic", Duration.ofSeconds(1)).handler(message -> {}));
        awaitFinished(3_000);

        // Then
        ledger.assertCompleteAndInOrder(3_000, 1_500);
        assertThat(ledger.repeated()).isZero();
    }

    @Test
    void partitionWaitsWhenTooMuchOfItIsParked() {
        // Given: 60 MB of one key that fails
        String topic = topic(1);
        for (int i = 0; i < 600; i++) {
            cluster.send(topic, "key-0", "0".repeat(100_000) + i);
        }
        cluster.flush();
        AtomicBoolean healed = new AtomicBoolean();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        // When
        Worker<String, String> worker = start(cluster.worker(topic, group)
                .retry(Retry.never())
                .retryTopics(new RetryTopics(Collections.nCopies(60, Duration.ofSeconds(1)), null))
                .stalledAfter(Duration.ofSeconds(1))
                .meters(registry)
                .handler(message -> {
                    if (!healed.get()) {
                        throw new IllegalStateException("not yet");
                    }
                }));
        soon().untilAsserted(() -> {
            assertThat(worker.health().progress()).isEqualTo(Health.Progress.BLOCKED_BY_KEY);
            assertThat(worker.health().reason()).contains("records of 1 keys are parked from " + topic + "-0");
        });
        soon().during(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                        registry.get("brine.retry.parked").gauge().value())
                .isBetween(160.0, 500.0));
        healed.set(true);
        awaitFinished(600);

        // Then
        ledger.assertCompleteAndInOrder(600, 1);
        assertThat(ledger.repeated()).isZero();
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.OK));
    }

    @Test
    void nothingIsHandedOutBeforeItIsKnownWhatIsParked() {
        // Given: a key is parked, and neither commits nor the retry topic can be read at first
        String topic = topic(1);
        cluster.sendCounted(topic, 100, 2);
        parkKeyOne(topic);
        cluster.send(topic, "key-1", "50");
        cluster.flush();
        AtomicInteger commits = new AtomicInteger(2);
        AtomicBoolean readable = new AtomicBoolean();

        // When
        Worker<String, String> worker = start(parking(topic, "classic", Duration.ofMillis(100))
                .stalledAfter(Duration.ofMillis(500))
                .clients(new FailingClients(commits, readable))
                .handler(message -> {}));
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.RETRIES_DOWN));
        long before = ledger.count();
        boolean alive = worker.health().alive();
        readable.set(true);
        awaitFinished(101);

        // Then
        assertThat(commits).hasNonPositiveValue();
        assertThat(alive).isTrue();
        assertThat(before).isEqualTo(50);
        assertThat(ledger.repeated()).isZero();
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.OK));
        assertThat(cluster.read(topic + ".dlq")).isEmpty();
    }

    @Test
    void commitThatCannotBeReadMeansThatWhatIsParkedIsDoneAgainAndNotLost() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 100, 2);
        parkKeyOne(topic);
        cluster.commit(
                group,
                new TopicPartition(topic + "." + group + ".retry", 0),
                new OffsetAndMetadata(0, "written by somebody else"));

        // When
        start(parking(topic, "classic", Duration.ofMillis(100)).handler(message -> {}));
        awaitFinished(100);

        // Then
        ledger.assertCompleteAndInOrder(100, 2);
    }

    @Test
    void nothingThatSomebodyElseWritesIntoTheRetryTopicIsHandled() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 100, 2);
        parkKeyOne(topic);
        cluster.send(topic + "." + group + ".retry", "key-1", "12345");
        cluster.flush();

        // When
        start(parking(topic, "classic", Duration.ofMillis(100)).handler(message -> {}));
        awaitFinished(100);

        // Then
        ledger.assertCompleteAndInOrder(100, 2);
        assertThat(ledger.repeated()).isZero();
    }

    @Test
    void retryTopicThatKeepsTooLittleIsRefusedAtTheStart() {
        // Given
        String topic = topic(1);
        broker.createTopic("briefly-" + topic, 1, Map.of("retention.ms", "3600000"));
        broker.createTopic("compacted-" + topic, 1, Map.of("cleanup.policy", "compact"));

        // When, Then
        for (String name : List.of("briefly-" + topic, "compacted-" + topic)) {
            Worker<String, String> worker = cluster.worker(topic, group)
                    .retryTopics(SOON.named(name))
                    .handler(message -> {})
                    .build();
            assertThatThrownBy(worker::start)
                    .isInstanceOf(WorkerException.class)
                    .hasMessageContaining(name);
        }
    }

    /** Leaves the 50 records of key-1 parked, in a group without members. */
    private void parkKeyOne(String topic) {
        Worker<String, String> first = start(cluster.worker(topic, group)
                .retry(Retry.never())
                .retryTopics(new RetryTopics(Collections.nCopies(60, Duration.ofSeconds(3)), null))
                .handler(message -> {
                    if (message.key().equals("key-1")) {
                        throw new IllegalStateException("not yet");
                    }
                }));
        soon().untilAsserted(() -> assertThat(sourceCommitted(topic)).isEqualTo(100));
        first.close(Duration.ofSeconds(5));
        assertThat(ledger.count()).isEqualTo(50);
    }

    /** Clients whose first questions are not answered. */
    private record FailingClients(AtomicInteger commits, AtomicBoolean readable) implements Clients {

        @Override
        public Consumer<ByteBuffer, ByteBuffer> consumer(Map<String, Object> properties) {
            return failing(KAFKA.consumer(properties), "committed", () -> commits.getAndDecrement() > 0);
        }

        @Override
        public Consumer<ByteBuffer, ByteBuffer> retryReader(Map<String, Object> properties) {
            return failing(KAFKA.retryReader(properties), "endOffsets", () -> !readable.get());
        }

        @Override
        public Producer<byte[], byte[]> deadLetters(Map<String, Object> properties) {
            return KAFKA.deadLetters(properties);
        }

        @Override
        public Producer<byte[], byte[]> transactional(Map<String, Object> properties) {
            return KAFKA.transactional(properties);
        }

        @SuppressWarnings("unchecked")
        private static Consumer<ByteBuffer, ByteBuffer> failing(
                Consumer<ByteBuffer, ByteBuffer> real, String method, BooleanSupplier fails) {
            return (Consumer<ByteBuffer, ByteBuffer>) Proxy.newProxyInstance(
                    Consumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, called, arguments) -> {
                        if (called.getName().equals(method) && fails.getAsBoolean()) {
                            throw new TimeoutException("planted");
                        }
                        try {
                            return called.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    private WorkerBuilder<String, String> parking(String topic, String protocol, Duration delay) {
        return cluster.worker(topic, group)
                .kafka(cluster.properties(protocol))
                .retry(Retry.times(2).backoff(Duration.ofMillis(10)))
                .retryTopics(RetryTopics.after(delay, delay));
    }

    private long sourceCommitted(String topic) {
        return cluster.committed(group).entrySet().stream()
                .filter(committed -> committed.getKey().topic().equals(topic))
                .mapToLong(committed -> committed.getValue().offset())
                .sum();
    }

    /** How many records ended so; there is no counter before a partition is begun. */
    private static double counted(SimpleMeterRegistry registry, String outcome) {
        Counter counter =
                registry.find("brine.retry.records").tag("outcome", outcome).counter();
        return counter == null ? 0 : counter.count();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
