package dev.brine.gateway.flow;

import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.TopicBinding;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.RecordWriter;
import dev.brine.serdes.frame.Frame;
import dev.brine.serdes.frame.Frames;
import dev.brine.serdes.json.JsonCodec;
import dev.brine.serdes.json.UnknownFields;
import dev.brine.serdes.record.SerdeOptions;
import dev.brine.serdes.record.VersionChoice;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What one topic holds: which schema its values have, and how they are written. Turns bytes of any codec into values and
 * back, always as the newest version, as which a new record is written.
 *
 * <p>Values are generic: records are maps from field name to value, besides them lists, texts, numbers, {@code java.time}
 * and so on. All decoding is within the limits, and everything that can be wrong with bytes is a {@link DecodeException}.
 */
public final class TopicFormat {

    /** How long the newest version is taken for the newest. */
    static final Duration FRESH = Duration.ofSeconds(3);

    private static final byte[] NO_PREFIX = {};

    /** One version with the writer of its own. */
    private record Known(SchemaVersion schema, RecordWriter<Object> writer) {}

    private record Way(String codec, Schema writer, Schema reader) {}

    /** Bytes of a record's value and the version that they are of. */
    @SuppressWarnings("ArrayRecordComponent") // passed on at once
    record Written(byte[] bytes, SchemaVersion schema) {}

    private final TopicBinding binding;
    private final SchemaRegistry registry;
    private final Limits limits;
    private final MeterRegistry meters;
    private final LongSupplier nanos;
    private final Map<String, Codec> codecs = new HashMap<>();
    private final Codec codec;
    private final Frame frame;
    private final Map<SchemaVersion, Known> versions = new ConcurrentHashMap<>();
    private final Map<Way, Decoder<Object>> decoders = new ConcurrentHashMap<>();
    private final Map<Way, Encoder<Object>> encoders = new ConcurrentHashMap<>();
    private final RecordReader<Object> asWritten;
    private final RecordReader<Object> asNewest;
    private volatile @Nullable Known newest;
    private volatile long lookedUp;
    private final AtomicBoolean asking = new AtomicBoolean();

    TopicFormat(
            TopicBinding binding, SchemaRegistry registry, Limits limits, MeterRegistry meters, LongSupplier nanos) {
        this.binding = binding;
        this.registry = registry;
        this.limits = limits;
        this.meters = meters;
        this.nanos = nanos;
        UnknownFields unknown = binding.ignoreUnknownFields() ? UnknownFields.IGNORE : UnknownFields.ERROR;
        for (Codec one : Codecs.all()) {
            codecs.put(one.name(), one instanceof JsonCodec ? new JsonCodec(unknown) : one);
        }
        this.codec = named(binding.codec().orElse("avro"));
        this.frame = Frames.named(binding.frame().orElse("confluent"));
        this.asWritten = readerOf(options(Object.class).version(new VersionChoice.AsWritten()));
        this.asNewest = readerOf(options(Object.class).version(new VersionChoice.Latest()));
    }

    private <T> RecordReader<T> readerOf(SerdeOptions.Builder<T> options) {
        List<Frame> accepted =
                binding.acceptedFrames().stream().map(Frames::named).toList();
        return (accepted.isEmpty() ? options : options.accepted(accepted)).reader();
    }

    public String topic() {
        return binding.topic();
    }

    public String subject() {
        return binding.subject();
    }

    /** The newest version of the subject; looked up again every few seconds, which may take time. */
    public SchemaVersion schema() {
        return newest().schema();
    }

    /** All codecs that there are. */
    public Collection<Codec> codecs() {
        return codecs.values();
    }

    /** The version that carries this id, of the topic's own subject where that has it. */
    public Optional<SchemaVersion> withId(int id) {
        List<SubjectVersion> carriers = registry.versionsOf(id);
        return carriers.stream()
                .filter(one -> one.subject().equals(subject()))
                .findFirst()
                .or(() -> carriers.stream().findFirst())
                .flatMap(one -> registry.version(one.subject(), one.version()));
    }

    /** The version of the topic's subject that is this schema. */
    public Optional<SchemaVersion> withSchema(Schema schema) {
        return registry.versions(subject()).stream()
                .filter(one -> one.schema().schema().equals(schema))
                .findFirst();
    }

    /**
     * Decodes one value that was written with the newest version.
     *
     * @param codec its name: {@code json}, {@code avro}, {@code pickle}
     * @throws DecodeException whatever the bytes are
     */
    public Object decode(String codec, byte[] bytes) {
        return decode(codec, ByteBuffer.wrap(bytes));
    }

    /** The same of a part of an array. */
    public Object decode(String codec, ByteBuffer bytes) {
        SchemaVersion version = schema();
        Schema schema = version.schema().schema();
        return decode(codec, schema, schema, bytes, place(version));
    }

    /** Decodes one value of another version, as the newest one sees it. */
    public Object decode(String codec, SchemaVersion writer, byte[] bytes) {
        SchemaVersion reader = schema();
        return decode(codec, writer.schema().schema(), reader.schema().schema(), ByteBuffer.wrap(bytes), place(writer));
    }

    /** Decodes a list of values that was written as one: a pickled list, a JSON array. */
    @SuppressWarnings("unchecked")
    public List<Object> decodeMany(String codec, byte[] bytes) {
        SchemaVersion version = schema();
        Schema many = Schema.createArray(version.schema().schema());
        return (List<Object>) decode(codec, many, many, ByteBuffer.wrap(bytes), "a list for " + place(version));
    }

    private Object decode(String codec, Schema writer, Schema reader, ByteBuffer bytes, String place) {
        try {
            return decoders.computeIfAbsent(new Way(codec, writer, reader), this::decoder)
                    .decode(bytes);
        } catch (DecodeException e) {
            throw e.in(place, 0);
        } catch (IllegalArgumentException e) {
            // The reader can never read the writer.
            throw new DecodeException("incompatible-schema", -1, "", place + ": " + e.getMessage());
        }
    }

    /**
     * A decoder of lists of values that were written with any schema, as the newest version sees them. Kept by the caller.
     *
     * @throws IllegalArgumentException naming the place, if the newest version cannot read that schema
     */
    public Decoder<Object> listDecoder(String codec, Schema writer) {
        Schema reader = schema().schema().schema();
        return decoder(new Way(codec, Schema.createArray(writer), Schema.createArray(reader)));
    }

    /** Encodes a value of this version without a frame, for answers. */
    public byte[] encode(String codec, Object value, SchemaVersion of) {
        return encode(codec, value, of.schema().schema());
    }

    /** Encodes a value without a frame. */
    public byte[] encode(String codec, Object value, Schema schema) {
        return encoders.computeIfAbsent(new Way(codec, schema, schema), this::encoder)
                .encode(NO_PREFIX, value);
    }

    /** Writes values of the newest version in the topic's own codec and frame. */
    public RecordWriter<Object> writer() {
        return newest().writer();
    }

    /** A reader of everything that the topic may hold, each record as the version that wrote it. */
    public RecordReader<Object> reader() {
        return asWritten;
    }

    /** A reader of everything that the topic may hold, each record as the newest version sees it. */
    public RecordReader<Object> newestReader() {
        return asNewest;
    }

    /** A reader of everything that the topic may hold, as objects of a type; the caller closes it. */
    public <T> RecordReader<T> reader(Class<T> type) {
        return readerOf(options(type));
    }

    /**
     * Writes a value with the newest version; an Avro record or array that carries the schema of another version that was
     * newest here before, with that.
     */
    Written write(Headers headers, Object value) {
        Known known = newest();
        if (value instanceof GenericContainer container
                && !container.getSchema().equals(known.schema().schema().schema())) {
            known = versions.values().stream()
                    .filter(one -> one.schema().schema().schema().equals(container.getSchema()))
                    .findFirst()
                    .orElse(known);
        }
        byte[] bytes = known.writer().write(topic(), headers, value);
        if (bytes == null) {
            throw new EncodeException("", place(known.schema()) + ": the codec gave nothing for a value");
        }
        return new Written(bytes, known.schema());
    }

    private Known newest() {
        Known before = newest;
        if (before == null) {
            return lookUp(null);
        }
        // One asks for all: the others go on with what was the newest a moment ago.
        if (nanos.getAsLong() - lookedUp < FRESH.toNanos() || !asking.compareAndSet(false, true)) {
            return before;
        }
        try {
            return lookUp(before);
        } finally {
            asking.set(false);
        }
    }

    private Known lookUp(@Nullable Known before) {
        try {
            SchemaVersion latest = registry.latest(subject())
                    .orElseThrow(() -> new NoSchemaException(topic(), subject(), registry.location()));
            Known now = versions.computeIfAbsent(latest, version -> new Known(version, writer(version)));
            newest = now;
            lookedUp = nanos.getAsLong();
            return now;
        } catch (RegistryUnavailableException e) {
            if (before == null) {
                throw e;
            }
            // What was newest goes on being written while the registry is away.
            lookedUp = nanos.getAsLong();
            return before;
        }
    }

    private RecordWriter<Object> writer(SchemaVersion version) {
        return options(Object.class)
                .version(new VersionChoice.Exactly(version.version()))
                .writer();
    }

    private <T> SerdeOptions.Builder<T> options(Class<T> type) {
        return SerdeOptions.of(registry, type)
                .codec(codec)
                .codecs(List.copyOf(codecs.values()))
                .frame(frame)
                .subject(subject())
                .limits(limits)
                .meters(meters);
    }

    private Decoder<Object> decoder(Way way) {
        return named(way.codec()).decoder(way.writer(), way.reader(), Object.class, limits);
    }

    private Encoder<Object> encoder(Way way) {
        return named(way.codec()).encoder(way.writer(), Object.class, limits);
    }

    private Codec named(String name) {
        Codec found = codecs.get(name);
        return found != null ? found : Codecs.named(name);
    }

    private String place(SchemaVersion version) {
        return "topic " + topic() + ", " + version.name();
    }
}
