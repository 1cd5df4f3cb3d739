package dev.brine.gateway.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.brine.consumer.Context;
import dev.brine.consumer.GiveUpException;
import dev.brine.consumer.Message;
import dev.brine.gateway.config.Section;
import dev.brine.gateway.flow.NoSchemaException;
import dev.brine.gateway.flow.SourceHeaders;
import dev.brine.gateway.source.Condition;
import dev.brine.serdes.EncodeException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Another topic: each value is encoded again by that topic's binding, with the newest version of its subject; key,
 * timestamp and headers stay, and {@code brine.position} says where it came from. It goes out by the worker's own producer:
 * a record is finished when Kafka has acknowledged it, or when the worker's transaction is committed.
 */
final class TopicSink implements RecordSink {

    /** Say how a value was written, and it is written anew. */
    private static final Set<String> OF_THE_VALUE = Set.of("content-type", "__value_schema_id");

    private final Settings settings;
    private @Nullable SinkContext daemon;

    /** @param topic where records go; it must exist */
    record Settings(String topic) {
        static Settings from(Section section) {
            return new Settings(section.text("topic"));
        }
    }

    TopicSink(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void start(SinkContext given) {
        daemon = given;
    }

    @Override
    public CompletionStage<?> accept(Message<byte[], Object> message, Context context) {
        Headers headers = headers(message);
        byte[] value = message.value() == null ? null : encoded(message, message.value(), headers);
        context.send(new ProducerRecord<>(
                settings.topic(),
                null,
                message.timestamp() < 0 ? null : message.timestamp(),
                message.key(),
                value,
                headers));
        return CompletableFuture.completedFuture(null);
    }

    private byte @Nullable [] encoded(Message<byte[], Object> message, Object value, Headers headers) {
        try {
            return requireNonNull(daemon, "start comes first")
                    .formats()
                    .of(settings.topic())
                    .writer()
                    .write(settings.topic(), headers, value);
        } catch (EncodeException | NoSchemaException e) {
            throw new GiveUpException(
                    message.position() + " does not go to " + settings.topic() + ": " + e.getMessage(), e);
        }
    }

    private Headers headers(Message<byte[], Object> message) {
        Headers headers = new RecordHeaders();
        for (Header header : message.headers()) {
            String name = header.key();
            if (!OF_THE_VALUE.contains(name)
                    && !name.startsWith("apicurio.value.")
                    && !name.equals(SourceHeaders.SOURCE)
                    && !name.equals(SourceHeaders.POSITION)) {
                headers.add(header);
            }
        }
        headers.add(SourceHeaders.SOURCE, requireNonNull(daemon).worker().getBytes(UTF_8));
        headers.add(SourceHeaders.POSITION, message.position().toString().getBytes(UTF_8));
        return headers;
    }

    @Override
    public Set<String> topics() {
        return Set.of(settings.topic());
    }

    @Override
    public boolean transactional() {
        return true;
    }

    @Override
    public void close(Duration atMost) {
        // What it has sent is the worker's, which has ended before.
    }

    @Override
    public Condition condition() {
        return Condition.OK;
    }
}
