package dev.brine.consumer.internal.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.consumer.RetryHeaders;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Park;
import dev.brine.consumer.internal.lanes.Samples;
import dev.brine.consumer.internal.lanes.Work;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class RetryRecordsTest {

    private static final RetryTopics POLICY = RetryTopics.after(Duration.ofMinutes(1));

    private final RetryRecords records = new RetryRecords(POLICY, "billing");

    @Test
    void whatIsParkedIsReadAgainAsItWas() {
        // Given: a record that has headers of a retry topic itself, and one without a value
        Headers headers = new RecordHeaders();
        headers.add("traceparent", new byte[] {1, 2}).add("brine.retry.topic", "other".getBytes(UTF_8));
        headers.add("empty", null);
        Work work = failed(Samples.work(Samples.record(42, "alice", "order", headers)));

        // When
        FoundRecord found = records.read(logged(records.record(work, false), 7)).orElseThrow();

        // Then
        ConsumerRecord<ByteBuffer, ByteBuffer> original = found.original();
        assertThat(original.topic()).isEqualTo("orders");
        assertThat(original.partition()).isEqualTo(Samples.PARTITION.partition());
        assertThat(original.offset()).isEqualTo(42);
        assertThat(original.timestamp()).isEqualTo(1_795_209_663_819L);
        assertThat(original.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
        assertThat(original.key()).isEqualTo(Samples.bytes("alice"));
        assertThat(original.value()).isEqualTo(Samples.bytes("order"));
        assertThat(original.headers().toArray()).containsExactly(headers.toArray());
        assertThat(found.tier()).isEqualTo(2);
        assertThat(found.due()).isEqualTo(5_000);
        assertThat(found.token()).isEqualTo("abc");
        assertThat(found.id()).isEqualTo("abc@42");
        assertThat(found.attempts().count()).isEqualTo(3);
        assertThat(found.attempts().firstFailure()).isEqualTo(1_000);
        assertThat(EarlierFailure.classOf(found.attempts().cause())).isEqualTo("java.lang.IllegalStateException");
        assertThat(found.attempts().cause()).hasMessage("no stock");
    }

    @Test
    void followerHasNoFailuresAndNothingIsMadeUp() {
        Work work = Samples.work(Samples.record(42, null, null));
        work.assignment().token("abc");
        work.park(new Park(0, 5_000));
        ProducerRecord<byte[], byte[]> written = records.record(work, false);
        assertThat(written.key()).isNull();
        assertThat(written.value()).isNull();
        assertThat(written.partition()).isEqualTo(Samples.PARTITION.partition());
        assertThat(written.topic()).isEqualTo("orders.billing.retry");
        assertThat(written.headers().lastHeader(RetryHeaders.ERROR_CLASS)).isNull();
        FoundRecord found = records.read(logged(written, 7)).orElseThrow();
        assertThat(found.attempts()).isNull();
        assertThat(found.original().key()).isNull();
        assertThat(found.tier()).isZero();
    }

    @Test
    void whatIsTooLargeIsWrittenWithoutItsMessage() {
        Work work = failed(Samples.work(Samples.record(42, "alice", "order")));
        assertThat(records.record(work, true)
                        .headers()
                        .lastHeader(RetryHeaders.ERROR_MESSAGE)
                        .value())
                .isEmpty();
    }

    @Test
    void whatAnotherGroupOrNobodyHasParkedIsNotRead() {
        Work work = failed(Samples.work(Samples.record(42, "alice", "order")));
        ProducerRecord<byte[], byte[]> written = records.record(work, false);
        assertThat(new RetryRecords(POLICY, "other").read(logged(written, 7))).isEmpty();
        assertThat(records.read(Samples.record(1, "alice", "order"))).isEmpty();
        written.headers().remove(RetryHeaders.DUE);
        assertThat(records.read(logged(written, 7))).isEmpty();
        written.headers().add(RetryHeaders.DUE, "soon".getBytes(UTF_8));
        assertThat(records.read(logged(written, 7))).isEmpty();
    }

    private static Work failed(Work work) {
        work.assignment().token("abc");
        work.park(new Park(2, 5_000));
        work.failed(new Attempts(3, 1_000, 2_000, Stage.HANDLER, new IllegalStateException("no stock"), null, null, 0));
        return work;
    }

    private static ConsumerRecord<ByteBuffer, ByteBuffer> logged(ProducerRecord<byte[], byte[]> written, long offset) {
        return new ConsumerRecord<>(
                written.topic(),
                Samples.PARTITION.partition(),
                offset,
                1,
                TimestampType.CREATE_TIME,
                0,
                0,
                written.key() == null ? null : ByteBuffer.wrap(written.key()),
                written.value() == null ? null : ByteBuffer.wrap(written.value()),
                written.headers(),
                Optional.empty());
    }
}
