package dev.brine.consumer.internal.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.consumer.DeadLetterHeaders;
import dev.brine.consumer.internal.lanes.Attempts;
import dev.brine.consumer.internal.lanes.Attempts.Stage;
import dev.brine.consumer.internal.lanes.Records;
import dev.brine.consumer.internal.lanes.Work;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: key, value and headers untouched, then {@link DeadLetterHeaders} as text, then the headers that
 * Spring's {@code DeadLetterPublishingRecoverer} writes (partition 4 bytes, offset and timestamp 8 bytes, big endian).
 *
 * <p>What an earlier death has written is replaced, so that a record that dies again and again does not grow. The
 * partition is the key's own, for the topic may have another number of partitions. Safe for use by many threads.
 */
public final class DeadLetterRecords implements Outgoing {

    static final String SPRING_PREFIX = "kafka_dlt-";

    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_TRACE = 8_000;

    private final String group;
    private final @Nullable String topic;

    private static final String SUFFIX = ".dlq";
    private static final String RETRY_SUFFIX = ".retry";

    /** @param topic for all; null where each source topic has its own, with {@code .dlq} behind its name */
    public DeadLetterRecords(String group, @Nullable String topic) {
        this.group = group;
        this.topic = topic;
    }

    @Override
    public String what() {
        return "dead letter";
    }

    @Override
    public ProducerRecord<byte[], byte[]> record(Work work, boolean brief) {
        Attempts attempts = work.attempts();
        if (attempts == null) {
            throw new IllegalStateException(work + " was given up without a reason");
        }
        return deadLetter(work, attempts, brief);
    }

    /** The topic of dead letters from a source topic. */
    @Override
    public String topicFor(String source) {
        return topic != null ? topic : source + SUFFIX;
    }

    /**
     * A pattern of sources without the topics that workers write beside them, and Kafka's own: whoever read these would
     * work on its own failures.
     *
     * @param topic of all dead letters; null where each source has its own
     */
    public static Pattern sources(Pattern given, @Nullable String topic) {
        String own = topic == null ? "" : "(?!" + Pattern.quote(topic) + "$)";
        return Pattern.compile(
                "(?!__)(?!.*(?:" + Pattern.quote(SUFFIX) + "|" + Pattern.quote(RETRY_SUFFIX) + ")$)" + own + "(?:"
                        + given.pattern() + ")",
                given.flags());
    }

    /** @param brief leaves out messages and stack traces, for a record that is too large with them */
    public ProducerRecord<byte[], byte[]> deadLetter(Work work, Attempts attempts, boolean brief) {
        ConsumerRecord<ByteBuffer, ByteBuffer> record = work.record();
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(DeadLetterHeaders.PREFIX)
                    && !header.key().startsWith(SPRING_PREFIX)) {
                headers.add(header);
            }
        }
        addOwn(headers, record, attempts, brief);
        addSpring(headers, record, attempts, brief);
        return new ProducerRecord<>(
                topicFor(record.topic()),
                null,
                null,
                Records.bytes(record.key()),
                Records.bytes(record.value()),
                headers);
    }

    private void addOwn(Headers headers, ConsumerRecord<?, ?> record, Attempts attempts, boolean brief) {
        text(headers, DeadLetterHeaders.TOPIC, record.topic());
        text(headers, DeadLetterHeaders.PARTITION, Integer.toString(record.partition()));
        text(headers, DeadLetterHeaders.OFFSET, Long.toString(record.offset()));
        text(headers, DeadLetterHeaders.TIMESTAMP, Long.toString(record.timestamp()));
        text(headers, DeadLetterHeaders.GROUP, group);
        text(headers, DeadLetterHeaders.ATTEMPTS, Integer.toString(attempts.count()));
        text(headers, DeadLetterHeaders.FIRST_FAILURE, Long.toString(attempts.firstFailure()));
        text(headers, DeadLetterHeaders.LAST_FAILURE, Long.toString(attempts.lastFailure()));
        text(headers, DeadLetterHeaders.STAGE, attempts.stage().label());
        text(headers, DeadLetterHeaders.ERROR_CLASS, attempts.cause().getClass().getName());
        text(headers, DeadLetterHeaders.ERROR_MESSAGE, brief ? "" : messageOf(attempts.cause()));
        if (attempts.writer() != null) {
            text(
                    headers,
                    DeadLetterHeaders.WRITER_SCHEMA,
                    attempts.writer().name().toString());
        }
    }

    private void addSpring(Headers headers, ConsumerRecord<?, ?> record, Attempts attempts, boolean brief) {
        text(headers, SPRING_PREFIX + "original-topic", record.topic());
        headers.add(
                SPRING_PREFIX + "original-partition",
                ByteBuffer.allocate(Integer.BYTES).putInt(record.partition()).array());
        headers.add(
                SPRING_PREFIX + "original-offset",
                ByteBuffer.allocate(Long.BYTES).putLong(record.offset()).array());
        headers.add(
                SPRING_PREFIX + "original-timestamp",
                ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array());
        text(
                headers,
                SPRING_PREFIX + "original-timestamp-type",
                record.timestampType().toString());
        text(headers, SPRING_PREFIX + "original-consumer-group", group);
        String exception = SPRING_PREFIX + (attempts.stage() == Stage.KEY ? "key-exception-" : "exception-");
        Throwable cause = attempts.cause();
        text(headers, exception + "fqcn", cause.getClass().getName());
        if (cause.getCause() != null && attempts.stage() != Stage.KEY) {
            text(headers, exception + "cause-fqcn", cause.getCause().getClass().getName());
        }
        text(headers, exception + "message", brief ? "" : messageOf(cause));
        text(headers, exception + "stacktrace", brief ? "" : traceOf(cause));
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static String messageOf(Throwable cause) {
        return cut(String.valueOf(cause.getMessage()), LONGEST_MESSAGE);
    }

    private static String traceOf(Throwable cause) {
        StringWriter text = new StringWriter();
        cause.printStackTrace(new PrintWriter(text));
        return cut(text.toString(), LONGEST_TRACE);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
