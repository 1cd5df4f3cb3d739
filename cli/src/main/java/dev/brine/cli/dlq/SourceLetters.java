package dev.brine.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.CliException;
import dev.brine.cli.serde.TopicSerdes;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.consumer.deadletter.Redrive;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.RecordWriter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Letters of bytes that were never a record, because a source could not decode them: a line of a file, a frame, an item of
 * an API. They go back by being decoded again, with the schema and the code of today; as they are they would be no record of
 * their topic. The registry is opened for the first of them. Used by one thread.
 */
final class SourceLetters implements AutoCloseable {

    private static final String SOURCE = "brine.source";
    private static final String CONTENT_TYPE = "content-type";

    private final Supplier<SchemaRegistry> registry;
    private final Function<SchemaRegistry, TopicSerdes> serdes;
    private final Map<String, Way> ways = new HashMap<>();
    private @Nullable SchemaRegistry opened;

    /** From bytes of one content type to records of one topic. */
    private record Way(Decoder<Object> decoder, RecordWriter<Object> writer) {}

    SourceLetters(Supplier<SchemaRegistry> registry, Function<SchemaRegistry, TopicSerdes> serdes) {
        this.registry = registry;
        this.serdes = serdes;
    }

    /** Whether the letter is of a source: it names one, and no partition and offset where it stood. */
    static boolean is(DeadLetter letter) {
        return letter.facts().topic() != null
                && letter.facts().partition() == null
                && letter.facts().offset() == null
                && header(letter, SOURCE).isPresent();
    }

    /**
     * The record that the source would have made of it.
     *
     * @throws PatchException if it still cannot be decoded
     */
    ProducerRecord<byte[], byte[]> record(DeadLetter letter, String topic, @Nullable Integer partition)
            throws PatchException {
        byte[] bytes = letter.value();
        if (bytes == null || bytes.length == 0) {
            throw new PatchException("it has no bytes; its error message says where they are");
        }
        String type = header(letter, CONTENT_TYPE)
                .orElseThrow(() -> new PatchException("no header says how its bytes are encoded"));
        try {
            Way way = ways.computeIfAbsent(topic + "\n" + type, key -> way(topic, type));
            Headers headers = new RecordHeaders();
            for (Header header : letter.headers()) {
                if (!header.key().equals(CONTENT_TYPE)) {
                    headers.add(header);
                }
            }
            byte[] value = way.writer().write(topic, headers, way.decoder().decode(ByteBuffer.wrap(bytes)));
            return Redrive.record(letter, topic, partition, value, headers);
        } catch (SerializationException | RegistryException | CliException e) {
            throw new PatchException(String.valueOf(e.getMessage()), e);
        }
    }

    private Way way(String topic, String type) {
        TopicSerdes topics = serdes.apply(registry());
        SchemaVersion version = topics.schema(topic);
        Schema schema = version.schema().schema();
        return new Way(
                codec(topic, type, topics).decoder(schema, schema, Object.class, topics.limits()),
                topics.writer(version, topics.codec(topic), topics.frame(topic)));
    }

    private static Codec codec(String topic, String type, TopicSerdes topics) {
        Codec found = Codecs.all().stream()
                .filter(codec -> codec.contentType().equals(type))
                .findFirst()
                .orElseThrow(() -> CliException.failed("there is no codec for its content type"));
        return found.name().equals("json") ? topics.json(topic) : found;
    }

    private static Optional<String> header(DeadLetter letter, String name) {
        return letter.headers().stream()
                .filter(header -> header.key().equals(name) && header.value() != null)
                .map(header -> new String(header.value(), UTF_8))
                .reduce((first, second) -> second);
    }

    private SchemaRegistry registry() {
        SchemaRegistry known = opened;
        if (known == null) {
            known = registry.get();
            opened = known;
        }
        return known;
    }

    @Override
    public void close() {
        ways.values().forEach(way -> way.writer().close());
        if (opened != null) {
            opened.close();
        }
    }
}
