package dev.brine.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.brine.cli.CliException;
import dev.brine.consumer.Message;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.json.JsonCodec;
import dev.brine.serdes.json.UnknownFields;
import dev.brine.serdes.record.SerdeOptions;
import dev.brine.serdes.record.VersionChoice;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A file of JSON lines as the demo's data: sends each line as a value, and compares what comes back with it, as JSON
 * trees. Safe for use by many threads.
 */
final class InputLines implements Job<Object> {

    /** Header with the number of the line that a record was made from. */
    static final String HEADER = "demo.line";

    private static final byte[] NO_PREFIX = new byte[0];

    private final JsonMapper mapper = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
            .build();
    private final List<byte[]> lines;
    private final SchemaRegistry registry;
    private final SchemaVersion version;
    private final MeterRegistry meters;
    private final Decoder<Object> fromJson;
    private final Encoder<Object> toJson;
    private final LongAdder equal = new LongAdder();
    private final ConcurrentSkipListSet<Long> different = new ConcurrentSkipListSet<>();
    private final ConcurrentSkipListMap<Long, String> bad = new ConcurrentSkipListMap<>();

    private InputLines(List<byte[]> lines, SchemaRegistry registry, SchemaVersion version, MeterRegistry meters) {
        this.lines = lines;
        this.registry = registry;
        this.version = version;
        this.meters = meters;
        JsonCodec json = new JsonCodec(UnknownFields.ERROR);
        Schema schema = version.schema().schema();
        this.fromJson = json.decoder(schema, schema, Object.class, Limits.DEFAULT);
        this.toJson = json.encoder(schema, Object.class, Limits.DEFAULT);
    }

    static InputLines read(Path file, SchemaRegistry registry, SchemaVersion version, MeterRegistry meters) {
        try {
            List<byte[]> lines = new ArrayList<>();
            // Split as bytes: a line that is not UTF-8 is a bad line, not an unreadable file.
            byte[] all = Files.readAllBytes(file);
            int from = 0;
            for (int at = 0; at <= all.length; at++) {
                if (at == all.length ? at > from : all[at] == '\n') {
                    lines.add(java.util.Arrays.copyOfRange(all, from, at));
                    from = at + 1;
                }
            }
            return new InputLines(lines, registry, version, meters);
        } catch (NoSuchFileException e) {
            throw CliException.failed("there is no file " + file).causedBy(e);
        } catch (IOException e) {
            throw CliException.failed("the file " + file + " cannot be read")
                    .because(e.getMessage())
                    .causedBy(e);
        }
    }

    SchemaVersion version() {
        return version;
    }

    /** The lines of one of several editions, every n-th. Lines that do not fit are noted and left out. */
    Supplier<@Nullable Item> items(int index, int editions) {
        return new Supplier<>() {
            private int next = index;

            @Override
            public @Nullable Item get() {
                while (next < lines.size()) {
                    int at = next;
                    next += editions;
                    byte[] line = lines.get(at);
                    if (new String(line, UTF_8).isBlank()) {
                        continue;
                    }
                    try {
                        Object value = fromJson.decode(ByteBuffer.wrap(line));
                        return new Item(key(value, at + 1), value, null, at + 1);
                    } catch (DecodeException e) {
                        bad.put(at + 1L, String.valueOf(e.getMessage()));
                    }
                }
                return null;
            }
        };
    }

    @Override
    public RecordReader<Object> reader() {
        return SerdeOptions.of(registry, Object.class)
                .subject(version.subject())
                .version(new VersionChoice.Exactly(version.version()))
                .meters(meters)
                .reader();
    }

    @Override
    public void handle(Message<String, Object> message) {
        Header header = message.headers().lastHeader(HEADER);
        Object value = message.value();
        if (header == null || value == null) {
            return;
        }
        long number = Long.parseLong(new String(header.value(), UTF_8));
        try {
            JsonNode expected = mapper.readTree(lines.get((int) number - 1));
            JsonNode actual = mapper.readTree(toJson.encode(NO_PREFIX, value));
            if (JsonEquality.equal(expected, actual, version.schema().schema())) {
                equal.increment();
            } else {
                different.add(number);
            }
        } catch (IOException e) {
            different.add(number);
        }
    }

    /** Lines that came back as they went in. */
    long equal() {
        return equal.sum();
    }

    /** Numbers of the lines that came back otherwise. */
    List<Long> different() {
        return List.copyOf(different);
    }

    /** Lines that were not sent, with the reason. */
    ConcurrentSkipListMap<Long, String> bad() {
        return bad;
    }

    /** The first field where it is a text, which is what people put first; else the number of the line. */
    private static String key(Object value, long number) {
        if (value instanceof GenericRecord record
                && !record.getSchema().getFields().isEmpty()
                && record.get(0) instanceof CharSequence text) {
            return text.toString();
        }
        return "line-" + number;
    }
}
