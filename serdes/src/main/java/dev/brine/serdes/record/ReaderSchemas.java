package dev.brine.serdes.record;

import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.serdes.DecodeException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Says as which schema a topic's records are read, and under which name the one that wrote them goes. */
final class ReaderSchemas {

    /** Stands for the subject of a schema that has an id but no version any more. */
    private static final String NO_SUBJECT = "none";

    private final SerdeOptions<?> options;
    private final SchemaRegistry registry;
    private final @Nullable Schema own;

    ReaderSchemas(SerdeOptions<?> options) {
        this.options = options;
        this.registry = options.registry();
        this.own = GeneratedSchema.of(options.type());
        if (options.version() instanceof VersionChoice.OfObject && own == null) {
            throw new IllegalArgumentException("version 'object' needs a type that carries a schema, and "
                    + options.type().getName() + " does not; use latest, writer or a number");
        }
    }

    /**
     * The writer's schema as a version: of the topic's own subject where that carries it, else of the first that does.
     */
    SchemaVersion named(String topic, RegisteredSchema schema) {
        String subject = options.subject(topic, schema.schema().getFullName());
        List<SubjectVersion> versions = registry.versionsOf(schema.id());
        SubjectVersion best = null;
        for (SubjectVersion version : versions) {
            if (best == null
                    || version.subject().equals(best.subject())
                    || version.subject().equals(subject) && !best.subject().equals(subject)) {
                best = version;
            }
        }
        return new SchemaVersion(best == null ? new SubjectVersion(NO_SUBJECT, 1) : best, schema);
    }

    /** Of several schemas with one fingerprint: the newest of the topic's own subject, else the highest id. */
    Optional<RegisteredSchema> likeliest(String topic, List<RegisteredSchema> candidates) {
        RegisteredSchema best = null;
        int bestVersion = 0;
        for (RegisteredSchema candidate : candidates) {
            String subject = options.subject(topic, candidate.schema().getFullName());
            int version = 0;
            for (SubjectVersion name : registry.versionsOf(candidate.id())) {
                if (name.subject().equals(subject)) {
                    version = Math.max(version, name.version());
                }
            }
            if (best == null || version > bestVersion || version == bestVersion && candidate.id() > best.id()) {
                best = candidate;
                bestVersion = version;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The version that bare values of this topic are written with. */
    Optional<SchemaVersion> bound(String topic) {
        String subject = options.subject(topic, own == null ? options.type().getName() : own.getFullName());
        VersionChoice choice = options.version();
        if (choice instanceof VersionChoice.Exactly exactly) {
            return registry.version(subject, exactly.version());
        }
        if (own != null && !(choice instanceof VersionChoice.Latest)) {
            return WriterSchemas.find(registry, subject, own).or(() -> registry.latest(subject));
        }
        return registry.latest(subject);
    }

    /** The version that this topic's records are read as; empty if that is a schema without a version. */
    Optional<SchemaVersion> target(String topic, SchemaVersion writer) {
        VersionChoice choice = options.version();
        if (choice instanceof VersionChoice.AsWritten) {
            return Optional.of(writer);
        }
        boolean usual = choice instanceof VersionChoice.Usual || choice instanceof VersionChoice.OfObject;
        if (own != null && usual) {
            return Optional.empty();
        }
        String subject = options.subject(topic, writer.schema().schema().getFullName());
        if (choice instanceof VersionChoice.Exactly exactly) {
            int version = exactly.version();
            return Optional.of(registry.version(subject, version)
                    .or(() -> registry.version(writer.subject(), version))
                    .orElseThrow(() -> new DecodeException(
                            "unknown-schema",
                            -1,
                            "",
                            "subject " + subject + " has no version " + version + " in " + registry.location()
                                    + "; set brine.version to one that is there")));
        }
        // A topic whose own subject does not exist holds records of another's, such as a copy.
        return Optional.of(registry.latest(subject)
                .or(() -> registry.latest(writer.subject()))
                .orElse(writer));
    }

    /** The schema of the type where it carries one. */
    Schema schema(Optional<SchemaVersion> target) {
        Schema ofType = own;
        if (target.isEmpty() && ofType != null) {
            return ofType;
        }
        return target.orElseThrow().schema().schema();
    }

    String nameOf(Optional<SchemaVersion> target) {
        return target.map(version -> version.name().toString())
                .orElse("the schema of " + options.type().getName());
    }
}
