package dev.brine.serdes.record;

import dev.brine.registry.Difference;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.compatibility.CompatibilityCheck;
import dev.brine.registry.compatibility.NamedSchema;
import dev.brine.serdes.Codec;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.StartProblem;
import dev.brine.serdes.frame.Frame;
import io.micrometer.core.instrument.Counter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Everything that is known about the records of one topic: its tables of readings, and its meters. */
final class TopicReader<T> {

    private final String topic;
    private final SerdeOptions<T> options;
    private final ContentTypes types;
    private final ReaderSchemas schemas;
    private final Unknowns unknowns;
    private final SerdeMeters meters;
    private final List<ReadingTable<T>> tables = new ArrayList<>();
    private final Counter[] seen;
    private final Counter[] conflicts;
    private volatile @Nullable SchemaVersion newest;
    private volatile boolean outdated;

    TopicReader(
            String topic,
            SerdeOptions<T> options,
            ContentTypes types,
            ReaderSchemas schemas,
            Unknowns unknowns,
            SerdeMeters meters) {
        this.topic = topic;
        this.options = options;
        this.types = types;
        this.schemas = schemas;
        this.unknowns = unknowns;
        this.meters = meters;
        int frames = options.accepted().size();
        seen = new Counter[frames];
        conflicts = new Counter[frames];
        for (int frame = 0; frame < frames; frame++) {
            String name = options.accepted().get(frame).name();
            seen[frame] = meters.frames(topic, name, "seen");
            conflicts[frame] = meters.frames(topic, name, "conflict");
            for (int codec = 0; codec < types.size(); codec++) {
                tables.add(new ReadingTable<>(this, frame, codec));
            }
        }
    }

    String topic() {
        return topic;
    }

    /** Whether a newer version to read as has appeared since readings were made here. */
    boolean outdated() {
        return outdated;
    }

    ReadingTable<T> table(int frame, int codec) {
        return tables.get(frame * types.size() + codec);
    }

    void seen(int frame) {
        if (meters.watched()) {
            seen[frame].increment();
        }
    }

    void conflict(int frame) {
        conflicts[frame].increment();
    }

    /** Asks the registry, unless it said no a moment ago. */
    RegisteredSchema ask(Object name, String words, Function<SchemaRegistry, Optional<RegisteredSchema>> question) {
        if (!unknowns.contains(name)) {
            Optional<RegisteredSchema> found = question.apply(options.registry());
            if (found.isPresent()) {
                meters.cache(topic, "loaded").increment();
                return found.get();
            }
            unknowns.add(name);
            meters.cache(topic, "unknown").increment();
        }
        throw new DecodeException(
                "unknown-schema",
                0,
                "",
                words + " is not in " + options.registry().location()
                        + "; fetch the newer schemas, or set brine.registry to the one that the writer used");
    }

    Optional<RegisteredSchema> likeliest(List<RegisteredSchema> candidates) {
        return schemas.likeliest(topic, candidates);
    }

    SchemaVersion bound() {
        Optional<SchemaVersion> version = schemas.bound(topic);
        if (version.isEmpty()) {
            throw new DecodeException(
                    "unknown-schema",
                    -1,
                    "",
                    "bare values need a schema from the binding, and "
                            + options.subject(topic, options.type().getName()) + " is not in "
                            + options.registry().location() + "; set brine.subject and brine.version");
        }
        return version.get();
    }

    VersionedReading<T> reading(int frame, int codec, RegisteredSchema schema, int length) {
        return reading(frame, codec, schemas.named(topic, schema), length);
    }

    VersionedReading<T> reading(int frame, int codec, SchemaVersion writer, int length) {
        Optional<SchemaVersion> target = schemas.target(topic, writer);
        target.ifPresent(this::noticeNewer);
        return new VersionedReading<>(
                topic,
                options.accepted().get(frame).name(),
                length,
                types.codec(codec).name(),
                writer,
                decoder(options.accepted().get(frame), types.codec(codec), writer, target),
                meters);
    }

    private Decoder<T> decoder(Frame frame, Codec codec, SchemaVersion writer, Optional<SchemaVersion> target) {
        Schema schema = writer.schema().schema();
        Schema reader = schemas.schema(target);
        try {
            Decoder<T> decoder = codec.decoder(schema, reader, model(reader), options.limits());
            boolean raw = frame.rawBytes() && schema.getType() == Schema.Type.BYTES;
            return raw && codec.name().equals("avro") ? RawBytes.decoder(decoder) : decoder;
        } catch (IllegalArgumentException e) {
            // Known for ever, but a matter of each record: others of the topic can be read.
            String reason = "cannot be read as " + schemas.nameOf(target) + ": " + e.getMessage();
            return bytes -> {
                throw new DecodeException("incompatible-schema", -1, "", reason);
            };
        }
    }

    /** Why what these versions wrote cannot be read here: each with its differences from the schema that is read as. */
    List<StartProblem> misfits(String subject, List<SchemaVersion> versions) {
        List<StartProblem> found = new ArrayList<>();
        for (SchemaVersion writer : versions) {
            Optional<SchemaVersion> target;
            try {
                target = schemas.target(topic, writer);
            } catch (DecodeException e) {
                return List.of(new StartProblem(topic, subject, String.valueOf(e.getMessage()), false));
            }
            Schema reader = schemas.schema(target);
            try {
                options.codec().decoder(writer.schema().schema(), reader, model(reader), options.limits());
            } catch (IllegalArgumentException e) {
                found.add(new StartProblem(topic, subject, misfit(writer, schemas.nameOf(target), reader, e), false));
            }
        }
        return found;
    }

    private static String misfit(SchemaVersion writer, String name, Schema reader, IllegalArgumentException e) {
        List<Difference> differences =
                CompatibilityCheck.canRead(new NamedSchema(name, reader), NamedSchema.of(writer));
        String why = differences.isEmpty()
                ? String.valueOf(e.getMessage())
                : differences.stream()
                        .map(one -> "at " + one.path() + " it reads " + one.readerSide() + " and " + one.writerSide()
                                + " was written (" + one.rule() + "); " + one.advice())
                        .collect(Collectors.joining("; "));
        return writer + " cannot be read as " + name + ": " + why;
    }

    /** Who names no type gets what Kafka's users know from other serdes: generic records, and plain values. */
    @SuppressWarnings("unchecked")
    private Class<T> model(Schema reader) {
        boolean open = options.type() == Object.class && reader.getType() == Schema.Type.RECORD;
        return open ? (Class<T>) GenericRecord.class : options.type();
    }

    /** Whoever reads as the newest version reads all records so: readings made for an older one are made again. */
    private void noticeNewer(SchemaVersion target) {
        boolean follows =
                options.version() instanceof VersionChoice.Usual || options.version() instanceof VersionChoice.Latest;
        if (!follows) {
            return;
        }
        SchemaVersion before = newest;
        newest = target;
        if (before != null && before.subject().equals(target.subject()) && before.version() < target.version()) {
            outdated = true;
        }
    }

    DecodeException unrecognised(ByteBuffer bytes) {
        meters.frames(topic, "unrecognised", "unrecognised").increment();
        String accepted = options.accepted().stream().map(Frame::name).collect(Collectors.joining(", "));
        if (!bytes.hasRemaining()) {
            return new DecodeException(
                    "frame.truncated",
                    0,
                    "",
                    "an empty payload, which no accepted frame (" + accepted
                            + ") is; a tombstone is a null value, not an empty one");
        }
        int first = bytes.get(bytes.position()) & 0xff;
        return new DecodeException(
                "frame.unknown",
                0,
                "",
                "the payload begins with byte 0x" + String.format("%02x", first) + ", which no accepted frame ("
                        + accepted + ") does; " + advice(first));
    }

    private static String advice(int first) {
        return switch (first) {
            case '{', '[', '"' -> "it looks like bare JSON: set brine.frames.accepted=none and brine.codec=json";
            case 0x80 -> "it looks like a bare pickle: set brine.frames.accepted=none and brine.codec=pickle";
            case 0x00 ->
                "00 and a number of four bytes is frame confluent, of eight bytes frame apicurio: set"
                        + " brine.frames.accepted to what the topic's writers use";
            case 0x03 -> "it looks like AWS Glue's frame, which is not supported";
            default -> "set brine.frames.accepted to what the topic's writers use, none for bare values";
        };
    }
}
