package dev.brine.serdes.record;

import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Codec;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The plans of one topic: one if the type says everything, else one for each kind of object that came. */
final class TopicWriter<T> {

    // Objects that each bring a schema of their own making are a mistake; the memory for it is bounded all the same.
    private static final int MOST_KINDS = 1_000;

    private record Kind(Class<?> type, @Nullable Schema schema) {}

    private record Known<T>(Kind kind, WritePlan<T> plan) {}

    private final SerdeOptions<T> options;
    private final WriterSchemas schemas;
    private final HeaderMarks marks;
    private final SerdeMeters meters;
    private final String topic;
    private final boolean varies;
    private final ReentrantLock making = new ReentrantLock();
    private final Map<Kind, WritePlan<T>> plans = new ConcurrentHashMap<>();
    private volatile @Nullable WritePlan<T> only;
    private volatile @Nullable Known<T> last;

    TopicWriter(String topic, SerdeOptions<T> options, WriterSchemas schemas, HeaderMarks marks, SerdeMeters meters) {
        this.topic = topic;
        this.options = options;
        this.schemas = schemas;
        this.marks = marks;
        this.meters = meters;
        this.varies = GeneratedSchema.variesByObject(options.type());
    }

    String topic() {
        return topic;
    }

    /** What is written for the type alone; for objects that bring their own schema, the newest version. */
    SchemaVersion version() {
        return varies
                ? schemas.choose(topic, null, options.type().getName())
                : theOnly().version();
    }

    WritePlan<T> plan(T value) {
        return varies ? byKind(value) : theOnly();
    }

    private WritePlan<T> theOnly() {
        WritePlan<T> plan = only;
        return plan != null ? plan : makeOnly();
    }

    private WritePlan<T> makeOnly() {
        making.lock();
        try {
            WritePlan<T> plan = only;
            if (plan == null) {
                Class<T> type = options.type();
                plan = make(GeneratedSchema.of(type), type.getName(), type);
                only = plan;
            }
            return plan;
        } finally {
            making.unlock();
        }
    }

    private WritePlan<T> byKind(T value) {
        Class<?> type = value.getClass();
        Schema own = value instanceof GenericContainer container ? container.getSchema() : null;
        Known<T> known = last;
        if (known != null && known.kind.type == type && known.kind.schema == own) {
            return known.plan;
        }
        Kind kind = new Kind(type, own);
        WritePlan<T> plan = plans.get(kind);
        if (plan == null) {
            plan = makeByKind(kind, value);
        }
        last = new Known<>(kind, plan);
        return plan;
    }

    private WritePlan<T> makeByKind(Kind kind, T value) {
        making.lock();
        try {
            if (plans.size() >= MOST_KINDS) {
                plans.clear();
            }
            WritePlan<T> plan = plans.get(kind);
            if (plan == null) {
                plan = make(GeneratedSchema.ofValue(value), kind.type.getName(), modelOf(value));
                plans.put(kind, plan);
            }
            return plan;
        } finally {
            making.unlock();
        }
    }

    /** The model under which the codec knows such an object. */
    private static Class<?> modelOf(Object value) {
        if (value instanceof Map) {
            return Map.class;
        }
        if (GeneratedSchema.of(value.getClass()) != null) {
            return value.getClass();
        }
        if (value instanceof GenericContainer) {
            return value instanceof GenericRecord ? GenericRecord.class : Object.class;
        }
        boolean plain = value.getClass().getName().startsWith("java.")
                || value.getClass().isArray();
        return plain ? Object.class : value.getClass();
    }

    // The encoder is asked for the model of the very objects that it will get.
    @SuppressWarnings("unchecked")
    private WritePlan<T> make(@Nullable Schema own, String typeName, Class<?> model) {
        SchemaVersion version = schemas.choose(topic, own, typeName);
        Schema schema = version.schema().schema();
        Codec codec = options.codec();
        Encoder<T> encoder;
        try {
            encoder = (Encoder<T>) codec.encoder(schema, model, options.limits());
        } catch (IllegalArgumentException e) {
            throw new EncodeException("", "topic " + topic + ", " + version + ": " + e.getMessage());
        }
        if (options.frame().rawBytes()
                && schema.getType() == Schema.Type.BYTES
                && codec.name().equals("avro")) {
            encoder = RawBytes.encoder(encoder);
        }
        return new WritePlan<>(
                topic,
                version,
                encoder,
                options.frame().stamp(version.schema(), options.key()),
                marks,
                meters,
                codec.name());
    }
}
