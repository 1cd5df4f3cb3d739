package dev.brine.serdes.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.Difference;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.compatibility.CompatibilityCheck;
import dev.brine.registry.compatibility.NamedSchema;
import dev.brine.serdes.EncodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/** Finds the registered version that objects are written with. Asks the registry, so its answers are to be kept. */
final class WriterSchemas {

    // Says which Java class holds a string; the bytes are the same with and without it.
    private static final String JAVA_ONLY = "avro.java.string";

    private final SerdeOptions<?> options;
    private final SchemaRegistry registry;

    WriterSchemas(SerdeOptions<?> options) {
        this.options = options;
        this.registry = options.registry();
    }

    /**
     * @param own the schema that the object or its class carries
     * @param typeName stands for the schema's name where the object carries none
     * @throws EncodeException if there is no such version, with what to do about it
     */
    SchemaVersion choose(String topic, @Nullable Schema own, String typeName) {
        String subject = options.subject(topic, own == null ? typeName : own.getFullName());
        VersionChoice choice = options.version();
        SchemaVersion chosen;
        if (choice instanceof VersionChoice.Exactly exactly) {
            chosen =
                    registry.version(subject, exactly.version()).orElseThrow(() -> missing(subject, exactly.version()));
        } else if (own == null || choice instanceof VersionChoice.Latest) {
            chosen = registry.latest(subject).orElseThrow(() -> unknown(subject));
        } else {
            Schema schema = own;
            chosen = find(registry, subject, schema).orElseGet(() -> register(subject, schema));
        }
        if (options.registration() == Registration.CHECK) {
            requireReadable(chosen);
        }
        return chosen;
    }

    /** The version of the subject whose bytes are those of this schema: its equal if there is one, else the newest. */
    static Optional<SchemaVersion> find(SchemaRegistry registry, String subject, Schema own) {
        long fingerprint = SchemaNormalization.parsingFingerprint64(own);
        List<SchemaVersion> same = new ArrayList<>();
        for (SchemaVersion version : registry.versions(subject)) {
            if (version.schema().fingerprint() == fingerprint) {
                same.add(0, version);
            }
        }
        if (same.size() > 1) {
            Schema plain = new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(text(own));
            for (SchemaVersion version : same) {
                if (version.schema().schema().equals(plain)) {
                    return Optional.of(version);
                }
            }
        }
        return same.stream().findFirst();
    }

    private SchemaVersion register(String subject, Schema own) {
        if (options.registration() != Registration.AUTO) {
            throw new EncodeException("", notRegistered(subject, own));
        }
        return registry.register(subject, text(own), List.of());
    }

    private String notRegistered(String subject, Schema own) {
        String newest = registry.latest(subject)
                .map(version -> "newest there is " + version)
                .orElse("which does not know the subject");
        return "schema " + own.getFullName() + " is not a version of " + subject + " in " + registry.location() + ", "
                + newest + "; release it with 'brine schema release', or write as a released version with"
                + " brine.version=latest, or, in development, set brine.register=auto";
    }

    private void requireReadable(SchemaVersion chosen) {
        SchemaVersion newest = registry.latest(chosen.subject()).orElse(chosen);
        List<Difference> differences = CompatibilityCheck.canRead(NamedSchema.of(newest), NamedSchema.of(chosen));
        if (!differences.isEmpty()) {
            String places = differences.stream()
                    .map(one -> one.path() + " (" + one.rule() + ")")
                    .collect(Collectors.joining(", "));
            throw new EncodeException(
                    "",
                    newest + " cannot read what " + chosen + " writes, at " + places
                            + "; build this service with the newer schema, or see" + " 'brine schema diff "
                            + chosen.subject() + "'");
        }
    }

    private EncodeException missing(String subject, int version) {
        String newest = registry.latest(subject)
                .map(latest -> "newest there is " + latest)
                .orElse("which does not know the subject");
        return new EncodeException(
                "",
                subject + " v" + version + " is not in " + registry.location() + ", " + newest
                        + "; release it, or set brine.version to one that is there");
    }

    private EncodeException unknown(String subject) {
        return new EncodeException(
                "",
                "subject " + subject + " is not in " + registry.location()
                        + "; release a first version with 'brine schema release', or set brine.subject or"
                        + " brine.registry to what you meant");
    }

    /** The schema as a registry should hold it. */
    private static String text(Schema schema) {
        ObjectMapper json = new ObjectMapper();
        try {
            JsonNode tree = json.readTree(schema.toString());
            strip(tree);
            return json.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema's own text is not JSON", e);
        }
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(JAVA_ONLY);
        }
        for (JsonNode part : node) {
            strip(part);
        }
    }
}
