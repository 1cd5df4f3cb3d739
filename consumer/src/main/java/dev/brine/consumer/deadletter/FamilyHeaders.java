package dev.brine.consumer.deadletter;

import static dev.brine.consumer.deadletter.HeaderValues.binaryInt;
import static dev.brine.consumer.deadletter.HeaderValues.binaryLong;
import static dev.brine.consumer.deadletter.HeaderValues.name;
import static dev.brine.consumer.deadletter.HeaderValues.text;
import static dev.brine.consumer.deadletter.HeaderValues.textInt;
import static dev.brine.consumer.deadletter.HeaderValues.textLong;

import dev.brine.consumer.DeadLetterHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of each family, from their sources: Spring's {@code KafkaHeaders} and {@code
 * DeadLetterPublishingRecoverer} (partition 4 bytes, offset and timestamp 8, big endian), Connect's KIP-298, Streams'
 * KIP-1034.
 */
final class FamilyHeaders {

    private static final String SPRING = "kafka_dlt-";
    private static final String SPRING_RETRY = "kafka_";
    private static final String ORIGINAL_TOPIC = "original-topic";
    private static final String CONNECT = "__connect.errors.";
    private static final String STREAMS = "__streams.errors.";

    /** Spring's marks of its own retries: left on, the next failure would count from where the last one gave up. */
    private static final List<String> DEATH = List.of(
            DeadLetterHeaders.PREFIX,
            SPRING,
            "kafka_original-",
            "kafka_exception-",
            "kafka_key-exception-",
            "retry_topic-",
            CONNECT,
            STREAMS);

    private FamilyHeaders() {}

    /** Whether a header is about a death, not about the record. */
    static boolean death(String name) {
        return DEATH.stream().anyMatch(name::startsWith) || name.equals("kafka_deliveryAttempt");
    }

    /** The family that wrote last. */
    static DeadLetterFamily family(Headers headers) {
        DeadLetterFamily last = DeadLetterFamily.NONE;
        for (Header header : headers) {
            String name = header.key();
            if (name.equals(DeadLetterHeaders.TOPIC)) {
                last = DeadLetterFamily.BRINE;
            } else if (name.equals(STREAMS + "topic")) {
                last = DeadLetterFamily.STREAMS;
            } else if (name.equals(CONNECT + "topic")) {
                last = DeadLetterFamily.CONNECT;
            } else if (name.equals(SPRING + ORIGINAL_TOPIC) || name.equals(SPRING_RETRY + ORIGINAL_TOPIC)) {
                last = last == DeadLetterFamily.BRINE && samePlace(headers)
                        ? DeadLetterFamily.BRINE
                        : DeadLetterFamily.SPRING;
            }
        }
        return last;
    }

    static DeadLetterFacts facts(DeadLetterFamily family, Headers headers, List<String> problems) {
        return switch (family) {
            case BRINE -> brine(headers, problems);
            case SPRING -> spring(headers, problems);
            case STREAMS -> streams(headers, problems);
            case CONNECT -> connect(headers, problems);
            case NONE -> DeadLetterFacts.NONE;
        };
    }

    private static boolean samePlace(Headers headers) {
        return brine(headers, new ArrayList<>())
                .origin()
                .equals(spring(headers, new ArrayList<>()).origin());
    }

    private static DeadLetterFacts brine(Headers headers, List<String> problems) {
        return new DeadLetterFacts(
                name(headers, DeadLetterHeaders.TOPIC, problems),
                textInt(headers, DeadLetterHeaders.PARTITION, problems),
                textLong(headers, DeadLetterHeaders.OFFSET, problems),
                textLong(headers, DeadLetterHeaders.TIMESTAMP, problems),
                text(headers, DeadLetterHeaders.GROUP),
                textInt(headers, DeadLetterHeaders.ATTEMPTS, problems),
                textLong(headers, DeadLetterHeaders.FIRST_FAILURE, problems),
                textLong(headers, DeadLetterHeaders.LAST_FAILURE, problems),
                text(headers, DeadLetterHeaders.STAGE),
                text(headers, DeadLetterHeaders.ERROR_CLASS),
                text(headers, DeadLetterHeaders.ERROR_MESSAGE),
                // Only in Spring's form.
                first(
                        text(headers, SPRING + "exception-stacktrace"),
                        text(headers, SPRING + "key-exception-stacktrace")),
                text(headers, DeadLetterHeaders.WRITER_SCHEMA));
    }

    private static DeadLetterFacts spring(Headers headers, List<String> problems) {
        String prefix = headers.lastHeader(SPRING + ORIGINAL_TOPIC) == null ? SPRING_RETRY : SPRING;
        // A wrapper names the class that failed in the listener as its cause.
        String type = first(
                text(headers, prefix + "exception-cause-fqcn"),
                first(text(headers, prefix + "exception-fqcn"), text(headers, prefix + "key-exception-fqcn")));
        boolean key = text(headers, prefix + "exception-fqcn") == null
                && text(headers, prefix + "key-exception-fqcn") != null;
        return new DeadLetterFacts(
                name(headers, prefix + ORIGINAL_TOPIC, problems),
                binaryInt(headers, prefix + "original-partition", problems),
                binaryLong(headers, prefix + "original-offset", problems),
                binaryLong(headers, prefix + "original-timestamp", problems),
                text(headers, prefix + "original-consumer-group"),
                binaryInt(headers, "retry_topic-attempts", problems),
                null,
                null,
                key ? "key" : null,
                type,
                first(text(headers, prefix + "exception-message"), text(headers, prefix + "key-exception-message")),
                first(
                        text(headers, prefix + "exception-stacktrace"),
                        text(headers, prefix + "key-exception-stacktrace")),
                null);
    }

    private static DeadLetterFacts streams(Headers headers, List<String> problems) {
        return new DeadLetterFacts(
                name(headers, STREAMS + "topic", problems),
                textInt(headers, STREAMS + "partition", problems),
                textLong(headers, STREAMS + "offset", problems),
                null,
                null,
                null,
                null,
                null,
                null,
                text(headers, STREAMS + "exception"),
                text(headers, STREAMS + "message"),
                text(headers, STREAMS + "stacktrace"),
                null);
    }

    private static DeadLetterFacts connect(Headers headers, List<String> problems) {
        return new DeadLetterFacts(
                name(headers, CONNECT + "topic", problems),
                textInt(headers, CONNECT + "partition", problems),
                textLong(headers, CONNECT + "offset", problems),
                null,
                // What a sink connector's group is called unless it was named.
                prefixed("connect-", text(headers, CONNECT + "connector.name")),
                null,
                null,
                null,
                text(headers, CONNECT + "stage"),
                text(headers, CONNECT + "exception.class.name"),
                text(headers, CONNECT + "exception.message"),
                text(headers, CONNECT + "exception.stacktrace"),
                null);
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one != null ? one : other;
    }

    private static @Nullable String prefixed(String prefix, @Nullable String text) {
        return text == null ? null : prefix + text;
    }
}
