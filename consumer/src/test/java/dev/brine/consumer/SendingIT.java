package dev.brine.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Handlers that send on, at least once. */
final class SendingIT extends WorkerCase {

    private static final Output<String, String> NONE =
            Output.to("none", new StringSerializer(), new StringSerializer());

    @Test
    void everythingThatHandlersSentIsThereInTheOrderOfItsKey() {
        // Given
        String topic = topic(6);
        Output<String, String> invoices = Output.to(topic(4), new StringSerializer(), new StringSerializer());
        cluster.sendCounted(topic, 5_000, 100);

        // When
        start(cluster.worker(topic, group).writes(invoices).handler((message, context) -> {
            context.send(invoices, message.key(), message.value(), message.headers());
            context.send(invoices, message.key(), message.value() + " again");
        }));
        awaitFinished(5_000);

        // Then
        Map<String, List<String>> sent = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : cluster.read(invoices.topic())) {
            sent.computeIfAbsent(text(record.key()), key -> new ArrayList<>()).add(text(record.value()));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            expected.add(Integer.toString(i));
            expected.add(i + " again");
        }
        assertThat(sent).hasSize(100).allSatisfy((key, values) -> assertThat(values)
                .isEqualTo(expected));
    }

    @Test
    void recordIsFinishedOnlyWhenWhatItSentIsAcknowledged() {
        // Given: an output topic that refuses, until it no longer does
        String topic = topic(1);
        String refusing = topic(1);
        cluster.refuseWrites(refusing, true);
        cluster.sendCounted(topic, 1, 1);

        // When
        start(cluster.worker(topic, group)
                .retry(Retry.times(1_000).backoff(Duration.ofMillis(20)).cap(Duration.ofMillis(20)))
                .handler((message, context) -> {
                    if (message.attempt() == 5) {
                        cluster.refuseWrites(refusing, false);
                    }
                    context.send(refusing, null, message.value().getBytes(UTF_8));
                }));
        awaitFinished(1);

        // Then
        assertThat(cluster.read(refusing)).hasSize(1);
        soon().untilAsserted(() -> assertThat(cluster.committedSum(group)).isOne());
    }

    @Test
    void sendThatIsRefusedForGoodEndsAsADeadLetterThatSaysSo() {
        // Given
        String topic = topic(1);
        String refusing = topic(1);
        cluster.refuseWrites(refusing, true);
        cluster.sendCounted(topic, 1, 1);

        // When
        start(cluster.worker(topic, group)
                .handler((message, context) ->
                        context.send(refusing, null, message.value().getBytes(UTF_8))));
        awaitFinished(1);

        // Then
        assertThat(ledger.dead()).isOne();
        assertThat(cluster.read(topic + ".dlq")).singleElement().satisfies(letter -> {
            assertThat(header(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("3");
            assertThat(header(letter, DeadLetterHeaders.ERROR_CLASS)).isEqualTo(SendFailedException.class.getName());
            assertThat(header(letter, DeadLetterHeaders.ERROR_MESSAGE)).contains(refusing);
        });
    }

    @Test
    void missingTopicIsNamed() {
        // Given
        String topic = topic(1);
        cluster.sendCounted(topic, 1, 1);
        Map<String, Object> impatient = new HashMap<>(cluster.properties());
        impatient.put("max.block.ms", 300);

        // When
        start(cluster.worker(topic, group)
                .kafka(impatient)
                .retry(Retry.never())
                .handler((message, context) -> context.send(topic + "-missing", null, new byte[1])));
        awaitFinished(1);

        // Then
        assertThat(cluster.read(topic + ".dlq")).singleElement().satisfies(letter -> assertThat(
                        header(letter, DeadLetterHeaders.ERROR_MESSAGE))
                .contains(topic + "-missing"));
    }

    @Test
    void failedAttemptsLeaveNothingBehindAndHeadersGoAlong() {
        // Given
        String topic = topic(1);
        String target = topic(1);
        cluster.sendCounted(topic, 20, 3);
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "7".getBytes(UTF_8));

        // When
        start(cluster.worker(topic, group).handler((message, context) -> {
            context.send(target, null, Integer.toString(message.attempt()).getBytes(UTF_8), headers);
            if (message.attempt() < 3) {
                throw new IllegalStateException("planted");
            }
        }));
        awaitFinished(20);

        // Then
        assertThat(cluster.read(target)).hasSize(20).allSatisfy(record -> {
            assertThat(text(record.value())).isEqualTo("3");
            assertThat(header(record, "trace")).isEqualTo("7");
        });
    }

    @Test
    void asynchronousHandlersSendToo() {
        // Given
        String topic = topic(4);
        String target = topic(2);
        cluster.sendCounted(topic, 1_000, 50);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        // When
        start(cluster.worker(topic, group)
                .meters(registry)
                .async((message, context) -> CompletableFuture.runAsync(
                        () -> context.send(target, null, message.value().getBytes(UTF_8)),
                        CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))));
        awaitFinished(1_000);
        workers.get(0).close();

        // Then
        ledger.assertCompleteAndInOrder(1_000, 50);
        assertThat(ledger.repeated()).isZero();
        assertThat(cluster.read(target)).hasSize(1_000);
    }

    @Test
    void outputSaysWhatItIs() {
        assertThat(NONE).hasToString("output to none");
        assertThat(NONE.topic()).isEqualTo("none");
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }
}
