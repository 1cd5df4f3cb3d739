package dev.brine.gateway.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.consumer.DeadLetterHeaders;
import java.time.Clock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Makes dead letters of bytes that never became a record: the bytes, {@link DeadLetterHeaders} without those of a record,
 * and Spring's names of the same, which tools know.
 */
final class DeadLetterMaker {

    private static final String SPRING = "kafka_dlt-";
    private static final int LONGEST_MESSAGE = 2_000;

    private final Clock clock;

    DeadLetterMaker(Clock clock) {
        this.clock = clock;
    }

    static String topicFor(String topic) {
        return topic + ".dlq";
    }

    ProducerRecord<byte[], byte[]> make(Undecodable undecodable) {
        Headers headers = new RecordHeaders();
        if (undecodable.contentType() != null) {
            text(headers, SourceHeaders.CONTENT_TYPE, undecodable.contentType());
        }
        text(headers, SourceHeaders.SOURCE, undecodable.source());
        text(headers, SourceHeaders.POSITION, undecodable.position());
        String now = Long.toString(clock.millis());
        String type = undecodable.cause().getClass().getName();
        String message = message(undecodable.cause());
        text(headers, DeadLetterHeaders.TOPIC, undecodable.topic());
        text(headers, DeadLetterHeaders.ATTEMPTS, "0");
        text(headers, DeadLetterHeaders.FIRST_FAILURE, now);
        text(headers, DeadLetterHeaders.LAST_FAILURE, now);
        text(headers, DeadLetterHeaders.STAGE, "value");
        text(headers, DeadLetterHeaders.ERROR_CLASS, type);
        text(headers, DeadLetterHeaders.ERROR_MESSAGE, message);
        text(headers, SPRING + "original-topic", undecodable.topic());
        text(headers, SPRING + "exception-fqcn", type);
        text(headers, SPRING + "exception-message", message);
        return new ProducerRecord<>(topicFor(undecodable.topic()), null, null, null, undecodable.bytes(), headers);
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static String message(Exception cause) {
        String text = String.valueOf(cause.getMessage());
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE);
    }
}
