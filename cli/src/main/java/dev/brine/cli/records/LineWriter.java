package dev.brine.cli.records;

import dev.brine.cli.CliException;
import dev.brine.cli.records.JsonLine.SchemaName;
import dev.brine.cli.serde.SchemaChoice;
import dev.brine.cli.serde.TopicSerdes;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.json.UnknownFields;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Turns lines into records: chooses the schema, checks the value against it, encodes and frames it. One thread. */
public final class LineWriter implements AutoCloseable {

    /** Headers that say how a value is written; they are this writer's, whatever the line says. */
    private static final Set<String> MARKS = Set.of("content-type", "__value_schema_id");

    private final TopicSerdes serdes;
    private final boolean codecGiven;
    private final boolean frameGiven;
    private final Map<Way, RecordWriter<Object>> writers = new HashMap<>();
    private final Map<SchemaVersion, Decoder<Object>> checks = new HashMap<>();

    // Kept, because codecs and frames are looked for on the whole class path.
    private final Map<String, Codec> codecsOfTopics = new HashMap<>();
    private final Map<String, Codec> codecsOfLines = new HashMap<>();
    private final Map<String, Frame> framesOfTopics = new HashMap<>();
    private final Map<String, Frame> framesOfLines = new HashMap<>();

    private record Way(SchemaVersion schema, String codec, Frame frame) {}

    /**
     * @param codecGiven whether the command line names the codec, which then wins over the line
     * @param frameGiven whether it names the frame
     */
    public LineWriter(TopicSerdes serdes, boolean codecGiven, boolean frameGiven) {
        this.serdes = serdes;
        this.codecGiven = codecGiven;
        this.frameGiven = frameGiven;
    }

    /**
     * @throws org.apache.kafka.common.errors.SerializationException if the value does not fit the schema
     * @throws CliException if there is no such schema
     */
    public ProducerRecord<byte[], byte[]> record(String topic, JsonLine line) {
        if (line.value() instanceof JsonLine.Value.Json json) {
            SchemaVersion schema = schema(topic, line.schema());
            Codec codec = codec(topic, line.schema());
            Object value = checks.computeIfAbsent(schema, this::check).decode(ByteBuffer.wrap(json.text()));
            RecordHeaders marks = new RecordHeaders();
            byte[] bytes = writers.computeIfAbsent(
                            new Way(schema, codec.name(), frame(topic, line.schema())),
                            way -> serdes.writer(way.schema(), codec, way.frame()))
                    .write(topic, marks, value);
            return record(topic, line, bytes, headers(line.headers(), marks, codec));
        }
        byte[] bytes = line.value() instanceof JsonLine.Value.Raw raw ? raw.bytes() : null;
        return record(topic, line, bytes, line.headers());
    }

    @Override
    public void close() {
        writers.values().forEach(RecordWriter::close);
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, JsonLine line, byte @Nullable [] value, List<Header> headers) {
        return new ProducerRecord<>(topic, line.partition(), line.timestamp(), line.key(), value, headers);
    }

    private SchemaVersion schema(String topic, @Nullable SchemaName named) {
        if (serdes.schemaGiven() || named == null) {
            return serdes.schema(topic);
        }
        if (named.subject() != null && named.version() != null) {
            Optional<SchemaVersion> found = serdes.registry().version(named.subject(), named.version());
            if (found.isPresent()) {
                return found.get();
            }
        }
        if (named.id() != null) {
            List<SubjectVersion> versions = serdes.registry().versionsOf(named.id());
            if (!versions.isEmpty()) {
                SubjectVersion first = versions.get(0);
                return new SchemaChoice(first.subject(), first.version()).in(serdes.registry());
            }
        }
        if (named.subject() == null) {
            throw CliException.failed("the line's schema names neither a known id nor a subject")
                    .trying("--schema SUBJECT");
        }
        return new SchemaChoice(named.subject(), named.version()).in(serdes.registry());
    }

    private Codec codec(String topic, @Nullable SchemaName named) {
        if (codecGiven || named == null) {
            return codecsOfTopics.computeIfAbsent(topic, serdes::codec);
        }
        return codecsOfLines.computeIfAbsent(
                named.codec() == null ? "avro" : named.codec(),
                codec -> TopicSerdes.codecNamed(codec, UnknownFields.ERROR));
    }

    private Frame frame(String topic, @Nullable SchemaName named) {
        if (frameGiven || named == null) {
            return framesOfTopics.computeIfAbsent(topic, serdes::frame);
        }
        return framesOfLines.computeIfAbsent(
                named.frame() == null ? "confluent" : named.frame(), TopicSerdes::frameNamed);
    }

    private Decoder<Object> check(SchemaVersion version) {
        var schema = version.schema().schema();
        return serdes.json(version.subject()).decoder(schema, schema, Object.class, serdes.limits());
    }

    /** The line's headers as they stand, with the marks of this writer in the places of those of the first one. */
    private static List<Header> headers(List<Header> given, RecordHeaders marks, Codec codec) {
        Map<String, Header> ours = new LinkedHashMap<>();
        marks.forEach(mark -> ours.put(mark.key(), mark));
        List<Header> headers = new ArrayList<>();
        for (Header header : given) {
            Header mark = ours.remove(header.key());
            if (mark != null) {
                headers.add(mark);
            } else if (!MARKS.contains(header.key()) || says(header, codec)) {
                headers.add(header);
            }
        }
        headers.addAll(ours.values());
        return headers;
    }

    private static boolean says(Header header, Codec codec) {
        return header.key().equals("content-type")
                && Arrays.equals(header.value(), codec.contentType().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
