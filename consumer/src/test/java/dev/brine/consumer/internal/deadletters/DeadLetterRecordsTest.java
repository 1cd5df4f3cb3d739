package dev.brine.consumer.internal.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.DeadLetterHeaders;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Records;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class DeadLetterRecordsTest {

    private final DeadLetterRecords records = new DeadLetterRecords("billing", null);

    @Test
    void keyValueAndHeadersAreUntouched() {
        // Given
        Headers headers = new RecordHeaders()
                .add("traceparent", new byte[] {1, 2})
                .add("twice", new byte[] {3})
                .add("twice", null);
        Work work = Samples.work(Samples.record(42, "alice", "order", headers));

        // When
        ProducerRecord<byte[], byte[]> letter = records.deadLetter(work, attempts(), false);

        // Then
        assertThat(letter.topic()).isEqualTo("orders.dlq");
        assertThat(letter.partition()).isNull();
        assertThat(letter.key()).isEqualTo(Records.bytes(Samples.bytes("alice")));
        assertThat(letter.value()).isEqualTo(Records.bytes(Samples.bytes("order")));
        assertThat(Arrays.copyOf(letter.headers().toArray(), 3)).containsExactly(headers.toArray());
    }

    @Test
    void nativeHeadersAreText() {
        // When
        ProducerRecord<byte[], byte[]> letter = letter(attempts());

        // Then
        assertThat(text(letter, DeadLetterHeaders.TOPIC)).isEqualTo("orders");
        assertThat(text(letter, DeadLetterHeaders.PARTITION)).isEqualTo("3");
        assertThat(text(letter, DeadLetterHeaders.OFFSET)).isEqualTo("42");
        assertThat(text(letter, DeadLetterHeaders.TIMESTAMP)).isEqualTo("1795209663819");
        assertThat(text(letter, DeadLetterHeaders.GROUP)).isEqualTo("billing");
        assertThat(text(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("5");
        assertThat(text(letter, DeadLetterHeaders.FIRST_FAILURE)).isEqualTo("1000");
        assertThat(text(letter, DeadLetterHeaders.LAST_FAILURE)).isEqualTo("2000");
        assertThat(text(letter, DeadLetterHeaders.STAGE)).isEqualTo("handler");
        assertThat(text(letter, DeadLetterHeaders.ERROR_CLASS)).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(letter, DeadLetterHeaders.ERROR_MESSAGE)).isEqualTo("no stock");
        assertThat(letter.headers().lastHeader(DeadLetterHeaders.WRITER_SCHEMA)).isNull();
    }

    @Test
    void springsHeadersAreInSpringsForm() {
        // When
        ProducerRecord<byte[], byte[]> letter = letter(attempts());

        // Then
        assertThat(text(letter, "kafka_dlt-original-topic")).isEqualTo("orders");
        assertThat(bytes(letter, "kafka_dlt-original-partition"))
                .isEqualTo(ByteBuffer.allocate(4).putInt(3).array());
        assertThat(bytes(letter, "kafka_dlt-original-offset"))
                .isEqualTo(ByteBuffer.allocate(8).putLong(42).array());
        assertThat(bytes(letter, "kafka_dlt-original-timestamp"))
                .isEqualTo(ByteBuffer.allocate(8).putLong(1_795_209_663_819L).array());
        assertThat(text(letter, "kafka_dlt-original-timestamp-type")).isEqualTo("CreateTime");
        assertThat(text(letter, "kafka_dlt-original-consumer-group")).isEqualTo("billing");
        assertThat(text(letter, "kafka_dlt-exception-fqcn")).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(letter, "kafka_dlt-exception-cause-fqcn")).isEqualTo("java.io.IOException");
        assertThat(text(letter, "kafka_dlt-exception-message")).isEqualTo("no stock");
        assertThat(text(letter, "kafka_dlt-exception-stacktrace")).contains("DeadLetterRecordsTest");
    }

    @Test
    void keyThatCouldNotBeReadHasHeadersOfItsOwn() {
        // Given
        Attempts attempts = new Attempts(0, 1, 1, Stage.KEY, new IllegalArgumentException("bad"), null, null, 0);

        // When
        ProducerRecord<byte[], byte[]> letter = letter(attempts);

        // Then
        assertThat(text(letter, "kafka_dlt-key-exception-fqcn")).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(letter.headers().lastHeader("kafka_dlt-exception-fqcn")).isNull();
    }

    @Test
    void recordThatDiesAgainAndAgainDoesNotGrow() {
        // Given
        ProducerRecord<byte[], byte[]> first = letter(attempts());
        int size = size(first.headers());

        // When
        ProducerRecord<byte[], byte[]> last = IntStream.range(0, 10)
                .boxed()
                .reduce(
                        first,
                        (letter, again) -> records.deadLetter(
                                Samples.work(Samples.record(42, "alice", "order", letter.headers())),
                                attempts(),
                                false),
                        (a, b) -> b);

        // Then
        assertThat(size(last.headers())).isEqualTo(size);
    }

    @Test
    void longMessagesAndTracesAreCut() {
        // Given
        Attempts attempts =
                new Attempts(1, 1, 1, Stage.HANDLER, new IllegalStateException("x".repeat(100_000)), null, null, 0);

        // When
        ProducerRecord<byte[], byte[]> letter = letter(attempts);

        // Then
        assertThat(size(letter.headers())).isLessThan(14_000);
    }

    @Test
    void briefLetterLeavesOutMessageAndTrace() {
        // When
        ProducerRecord<byte[], byte[]> letter =
                records.deadLetter(Samples.work(Samples.record(42, "alice", "order")), attempts(), true);

        // Then
        assertThat(text(letter, DeadLetterHeaders.ERROR_MESSAGE)).isEmpty();
        assertThat(text(letter, "kafka_dlt-exception-stacktrace")).isEmpty();
    }

    @Test
    void oneTopicForAllIsUsedWhenNamed() {
        assertThat(new DeadLetterRecords("billing", "lost").topicFor("orders")).isEqualTo("lost");
    }

    private ProducerRecord<byte[], byte[]> letter(Attempts attempts) {
        return records.deadLetter(Samples.work(Samples.record(42, "alice", "order")), attempts, false);
    }

    private static Attempts attempts() {
        return new Attempts(
                5,
                1_000,
                2_000,
                Stage.HANDLER,
                new IllegalStateException("no stock", new java.io.IOException("disk")),
                null,
                null,
                0);
    }

    private static byte[] bytes(ProducerRecord<?, ?> letter, String name) {
        return letter.headers().lastHeader(name).value();
    }

    private static String text(ProducerRecord<?, ?> letter, String name) {
        return new String(bytes(letter, name), StandardCharsets.UTF_8);
    }

    private static int size(Headers headers) {
        int size = 0;
        for (Header header : headers) {
            size += header.key().length() + header.value().length;
        }
        return size;
    }

    @Test
    void patternOfSourcesLeavesOutWhatWorkersWriteBesideThem() {
        // Given
        Pattern sources =
                DeadLetterRecords.sources(Pattern.compile("orders.*|__.*|all", Pattern.CASE_INSENSITIVE), "all");

        // Then
        assertThat(List.of("orders", "orders-eu", "ORDERS").stream()
                        .allMatch(name -> sources.matcher(name).matches()))
                .isTrue();
        assertThat(List.of("orders.dlq", "orders.billing.retry", "__consumer_offsets", "all", "my-orders").stream()
                        .noneMatch(name -> sources.matcher(name).matches()))
                .isTrue();
    }
}
