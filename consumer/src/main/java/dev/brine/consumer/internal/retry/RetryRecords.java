package dev.brine.consumer.internal.retry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.consumer.RetryHeaders;
import dev.brine.consumer.RetryTopics;
import dev.brine.consumer.internal.deadletters.Outgoing;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Park;
import dev.brine.consumer.internal.lanes.Records;
import dev.brine.consumer.internal.lanes.Work;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads parked records: key, value and headers untouched, {@link RetryHeaders} behind them, to the partition of
 * the same number. Safe for use by many threads.
 */
public final class RetryRecords implements Outgoing {

    private static final int LONGEST_MESSAGE = 500;

    private final RetryTopics policy;
    private final String group;

    public RetryRecords(RetryTopics policy, String group) {
        this.policy = policy;
        this.group = group;
    }

    public RetryTopics policy() {
        return policy;
    }

    @Override
    public String topicFor(String source) {
        return policy.topicFor(source, group);
    }

    @Override
    public String what() {
        return "parked record";
    }

    @Override
    public ProducerRecord<byte[], byte[]> record(Work work, boolean brief) {
        Park park = work.park();
        String token = work.assignment().token();
        if (park == null || token == null) {
            throw new IllegalStateException(work + " is to be parked, but not how");
        }
        ConsumerRecord<ByteBuffer, ByteBuffer> record = work.record();
        Headers headers = new RecordHeaders();
        record.headers().forEach(headers::add);
        text(headers, RetryHeaders.TOPIC, record.topic());
        number(headers, RetryHeaders.PARTITION, record.partition());
        number(headers, RetryHeaders.OFFSET, record.offset());
        number(headers, RetryHeaders.TIMESTAMP, record.timestamp());
        text(headers, RetryHeaders.TIMESTAMP_TYPE, record.timestampType().toString());
        text(headers, RetryHeaders.GROUP, group);
        number(headers, RetryHeaders.TIER, park.tier());
        number(headers, RetryHeaders.DUE, park.due());
        text(headers, RetryHeaders.TOKEN, token);
        text(headers, RetryHeaders.ID, id(work));
        failures(headers, work.attempts(), brief);
        return new ProducerRecord<>(
                topicFor(record.topic()),
                record.partition(),
                null,
                Records.bytes(record.key()),
                Records.bytes(record.value()),
                headers);
    }

    /** What all copies of a parked record have in common: of whom it was parked first, and its source offset. */
    public static String id(Work work) {
        return work instanceof ParkedWork parked
                ? parked.entry().id()
                : work.assignment().token() + "@" + work.record().offset();
    }

    /** Reads a record of a retry topic; empty if it was not written by a worker of this group. */
    public Optional<FoundRecord> read(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
        Header[] all = record.headers().toArray();
        int own = all.length - 1;
        while (own >= 0 && !all[own].key().equals(RetryHeaders.TOPIC)) {
            own--;
        }
        if (own < 0) {
            return Optional.empty();
        }
        Map<String, String> texts = new HashMap<>();
        for (Header header : Arrays.asList(all).subList(own, all.length)) {
            texts.put(header.key(), header.value() == null ? "" : new String(header.value(), UTF_8));
        }
        if (!group.equals(texts.get(RetryHeaders.GROUP))
                || !record.topic().equals(topicFor(texts.getOrDefault(RetryHeaders.TOPIC, "")))) {
            return Optional.empty();
        }
        try {
            return Optional.of(found(record, List.of(all).subList(0, own), texts));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static FoundRecord found(
            ConsumerRecord<ByteBuffer, ByteBuffer> record, List<Header> headers, Map<String, String> texts) {
        ConsumerRecord<ByteBuffer, ByteBuffer> original = new ConsumerRecord<>(
                text(texts, RetryHeaders.TOPIC),
                (int) number(texts, RetryHeaders.PARTITION),
                number(texts, RetryHeaders.OFFSET),
                number(texts, RetryHeaders.TIMESTAMP),
                TimestampType.forName(text(texts, RetryHeaders.TIMESTAMP_TYPE)),
                record.serializedKeySize(),
                record.serializedValueSize(),
                Records.copyOf(record.key()),
                Records.copyOf(record.value()),
                new RecordHeaders(headers),
                Optional.empty());
        return new FoundRecord(
                original,
                (int) number(texts, RetryHeaders.TIER),
                number(texts, RetryHeaders.DUE),
                text(texts, RetryHeaders.TOKEN),
                text(texts, RetryHeaders.ID),
                attempts(texts));
    }

    private static @Nullable Attempts attempts(Map<String, String> texts) {
        int count = (int) number(texts, RetryHeaders.ATTEMPTS);
        String failureClass = texts.get(RetryHeaders.ERROR_CLASS);
        return failureClass == null
                ? null
                : new Attempts(
                        count,
                        number(texts, RetryHeaders.FIRST_FAILURE),
                        number(texts, RetryHeaders.LAST_FAILURE),
                        Stage.HANDLER,
                        new EarlierFailure(failureClass, texts.get(RetryHeaders.ERROR_MESSAGE)),
                        null,
                        null,
                        0);
    }

    private static void failures(Headers headers, @Nullable Attempts attempts, boolean brief) {
        number(headers, RetryHeaders.ATTEMPTS, attempts == null ? 0 : attempts.count());
        if (attempts == null) {
            return;
        }
        number(headers, RetryHeaders.FIRST_FAILURE, attempts.firstFailure());
        number(headers, RetryHeaders.LAST_FAILURE, attempts.lastFailure());
        text(headers, RetryHeaders.ERROR_CLASS, EarlierFailure.classOf(attempts.cause()));
        String message = String.valueOf(attempts.cause().getMessage());
        text(
                headers,
                RetryHeaders.ERROR_MESSAGE,
                brief ? "" : message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)));
    }

    private static void number(Headers headers, String name, long value) {
        text(headers, name, Long.toString(value));
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static String text(Map<String, String> texts, String name) {
        String value = texts.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no header " + name);
        }
        return value;
    }

    private static long number(Map<String, String> texts, String name) {
        return Long.parseLong(text(texts, name));
    }
}
