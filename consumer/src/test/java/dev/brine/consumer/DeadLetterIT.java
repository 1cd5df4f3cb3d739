package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

final class DeadLetterIT extends WorkerCase {

    @Test
    void poisonBecomesADeadLetterWithItsBytesUntouchedAndTheRestGoesOn() {
        // Given
        String topic = topic(1);
        byte[] poison = Cluster.bytes(TextReader.POISON + "\u00e9\u0001");
        cluster.send(topic, "key-0", "0");
        ProducerRecord<byte[], byte[]> bad =
                new ProducerRecord<>(topic, 0, 1_700_000_000_000L, Cluster.bytes("key-0"), poison);
        bad.headers()
                .add("traceparent", new byte[] {1, 2, 3})
                .add("twice", null)
                .add("twice", new byte[0]);
        cluster.send(bad);
        cluster.send(topic, "key-0", "1");
        cluster.flush();

        // When
        AtomicInteger handled = new AtomicInteger();
        Worker<String, String> worker = cluster.worker(topic, group)
                .handler(message -> handled.incrementAndGet())
                .build();
        workers.add(worker);
        worker.start();
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(3));

        // Then
        assertThat(handled).hasValue(2);
        ConsumerRecord<byte[], byte[]> letter = onlyLetter(topic);
        assertThat(letter.key()).isEqualTo(Cluster.bytes("key-0"));
        assertThat(letter.value()).isEqualTo(poison);
        Header[] headers = letter.headers().toArray();
        assertThat(headers[0].key()).isEqualTo("traceparent");
        assertThat(headers[0].value()).containsExactly(1, 2, 3);
        assertThat(headers[1].key()).isEqualTo("twice");
        assertThat(headers[1].value()).isNull();
        assertThat(headers[2].value()).isEmpty();
        assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo(topic);
        assertThat(text(letter, DeadLetterHeaders.PARTITION)).isEqualTo("0");
        assertThat(text(letter, DeadLetterHeaders.OFFSET)).isEqualTo("1");
        assertThat(text(letter, DeadLetterHeaders.TIMESTAMP)).isEqualTo("1700000000000");
        assertThat(text(letter, DeadLetterHeaders.GROUP)).isEqualTo(group);
        assertThat(text(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("0");
        assertThat(text(letter, DeadLetterHeaders.STAGE)).isEqualTo("value");
        assertThat(text(letter, DeadLetterHeaders.ERROR_CLASS)).isEqualTo("dev.brine.serdes.DecodeException");
        assertThat(text(letter, DeadLetterHeaders.ERROR_MESSAGE))
                .contains("poison")
                .contains("planted");
        assertThat(text(letter, DeadLetterHeaders.WRITER_SCHEMA)).isEqualTo("texts v1");
        assertThat(ByteBuffer.wrap(letter.headers()
                                .lastHeader("kafka_dlt-original-offset")
                                .value())
                        .getLong())
                .isEqualTo(1);
        assertThat(ByteBuffer.wrap(letter.headers()
                                .lastHeader("kafka_dlt-original-partition")
                                .value())
                        .getInt())
                .isZero();
    }

    @Test
    void handlerThatFailsEveryTimeIsGivenUpAfterItsAttemptsAndOrderIsKept() {
        // Given
        String topic = topic(2);
        cluster.sendCounted(topic, 300, 30);
        AtomicInteger calls = new AtomicInteger();

        // When
        start(cluster.worker(topic, group).handler(message -> {
            if (message.key().equals("key-7") && message.value().equals("4")) {
                calls.incrementAndGet();
                throw new IllegalStateException("no stock");
            }
        }));
        awaitFinished(300);

        // Then
        ledger.assertCompleteAndInOrder(300, 30);
        assertThat(calls).hasValue(3);
        assertThat(ledger.dead()).isOne();
        ConsumerRecord<byte[], byte[]> letter = onlyLetter(topic);
        assertThat(text(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("3");
        assertThat(text(letter, DeadLetterHeaders.STAGE)).isEqualTo("handler");
        assertThat(Long.parseLong(text(letter, DeadLetterHeaders.LAST_FAILURE)))
                .isGreaterThan(Long.parseLong(text(letter, DeadLetterHeaders.FIRST_FAILURE)));
    }

    @Test
    void deadLetterTopicThatIsDownHoldsTheFrontierAndShowsAndLosesNothing() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 100, 10);
        CountDownLatch gone = new CountDownLatch(1);

        // When
        Worker<String, String> worker = start(cluster.worker(topic, group).handler(message -> {
            gone.await();
            if (message.key().equals("key-2") && message.value().equals("1")) {
                throw new GiveUpException("broken for good");
            }
        }));
        cluster.delete(topic + ".dlq");
        gone.countDown();
        awaitFinished(90);
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.DEAD_LETTERS_DOWN));
        await().during(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(cluster.committedSum(group)).isLessThanOrEqualTo(12));
        Health whileDown = worker.health();
        broker.createTopic(topic + ".dlq", 1);
        awaitFinished(100);

        // Then
        assertThat(whileDown.alive()).isTrue();
        assertThat(whileDown.joined()).isTrue();
        assertThat(whileDown.reason()).contains(topic + ".dlq").contains("TimeoutException");
        ledger.assertCompleteAndInOrder(100, 10);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isEqualTo(100));
        assertThat(cluster.read(topic + ".dlq")).hasSize(1);
        soon().untilAsserted(() -> assertThat(worker.health().progress()).isEqualTo(Health.Progress.OK));
    }

    @Test
    void deadLetterThatIsTooLargeWithItsTraceIsSentWithoutIt() {
        // Given
        String topic = topic(1);
        broker.createTopic(topic + ".dlq", 1, Map.of("max.message.bytes", "6000"));
        cluster.send(topic, "key-0", "x".repeat(3_500));
        cluster.flush();

        // When
        Worker<String, String> worker = cluster.worker(topic, group)
                .handler(message -> {
                    throw new GiveUpException("y".repeat(3_000));
                })
                .build();
        workers.add(worker);
        worker.start();
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isOne());

        // Then
        assertThat(text(onlyLetter(topic), DeadLetterHeaders.ERROR_MESSAGE)).isEmpty();
    }

    @Test
    void missingDeadLetterTopicIsCreatedWithAsManyPartitionsAsItsSource() {
        // Given
        String topic = topic(3);

        // When
        start(cluster.worker(topic, group).handler(message -> {}));

        // Then
        assertThat(cluster.partitions(topic + ".dlq")).isEqualTo(3);
    }

    @Test
    void oneTopicTakesAllDeadLettersWhenNamed() {
        // Given
        String topic = topic(1);
        cluster.send(topic, null, "0");
        cluster.flush();

        // When
        Worker<String, String> worker = cluster.worker(topic, group)
                .deadLetters(topic + "-lost")
                .handler(message -> {
                    throw new GiveUpException("no");
                })
                .build();
        workers.add(worker);
        worker.start();
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isOne());

        // Then
        List<ConsumerRecord<byte[], byte[]>> letters = cluster.read(topic + "-lost");
        assertThat(letters).singleElement().satisfies(letter -> assertThat(letter.key())
                .isNull());
    }

    private ConsumerRecord<byte[], byte[]> onlyLetter(String topic) {
        List<ConsumerRecord<byte[], byte[]>> letters = cluster.read(topic + ".dlq");
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static String text(ConsumerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
