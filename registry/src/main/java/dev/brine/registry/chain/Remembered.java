package dev.brine.registry.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.StoredText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Everything that was looked up: schemas, versions, and the levels of subjects. Not for many threads.
 *
 * <p>As lines: {@code {"id","guid","schema","references"}}, those that are referred to before those that refer;
 * {@code {"subject","version","id"}}; {@code {"subject","level"}}.
 */
final class Remembered {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Integer, RegisteredSchema> ids = new HashMap<>();
    private final SortedMap<SubjectVersion, Integer> versions = new TreeMap<>();
    private final SortedMap<String, CompatibilityLevel> levels = new TreeMap<>();
    private final List<Integer> order = new ArrayList<>();

    /** @throws RegistryException if the lines are not what {@link #lines} makes */
    static Remembered of(List<String> lines) {
        Remembered remembered = new Remembered();
        try {
            for (String line : lines) {
                remembered.read(JSON.readTree(line));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new RegistryException("a line is not one of a registry snapshot", e);
        }
        return remembered;
    }

    private void read(JsonNode line) {
        if (line.has("schema")) {
            add(schema(line));
        } else if (line.has("level")) {
            levels.put(
                    line.path("subject").asText(),
                    CompatibilityLevel.of(line.path("level").asText()));
        } else {
            versions.put(
                    new SubjectVersion(
                            line.path("subject").asText(), line.path("version").asInt()),
                    line.path("id").asInt());
        }
    }

    private RegisteredSchema schema(JsonNode line) {
        int id = line.path("id").asInt();
        List<ImportedSchema> imports = new ArrayList<>();
        line.path("references").forEach(one -> {
            SchemaReference reference = new SchemaReference(
                    one.path("name").asText(),
                    one.path("subject").asText(),
                    one.path("version").asInt());
            RegisteredSchema target = Optional.ofNullable(ids.get(one.path("id").asInt()))
                    .orElseThrow(() -> new RegistryException(
                            "schema " + id + " refers to " + reference.target() + ", which is not before it"));
            imports.add(new ImportedSchema(reference, target.schema()));
        });
        ParsedSchema parsed = StoredText.read(
                "schema " + id, line.path("schema").asText(), imports, Optional.empty(), Optional.empty());
        // The guid as it was given: with metadata it is not that of text and references alone.
        return new RegisteredSchema(
                id,
                UUID.fromString(line.path("guid").asText()),
                parsed.fingerprint(),
                parsed.text(),
                parsed.references(),
                parsed.schema());
    }

    boolean add(RegisteredSchema schema) {
        if (ids.putIfAbsent(schema.id(), schema) != null) {
            return false;
        }
        order.add(schema.id());
        return true;
    }

    boolean add(SchemaVersion version) {
        boolean added = add(version.schema());
        return versions.putIfAbsent(version.name(), version.schema().id()) == null || added;
    }

    boolean add(String subject, CompatibilityLevel level) {
        return levels.put(subject, level) != level;
    }

    Optional<RegisteredSchema> byId(int id) {
        return Optional.ofNullable(ids.get(id));
    }

    Optional<RegisteredSchema> byGuid(UUID guid) {
        return ids.values().stream().filter(one -> one.guid().equals(guid)).findFirst();
    }

    List<RegisteredSchema> byFingerprint(long fingerprint) {
        return new TreeMap<>(ids)
                .values().stream()
                        .filter(one -> one.fingerprint() == fingerprint)
                        .toList();
    }

    Optional<SchemaVersion> version(SubjectVersion name) {
        return Optional.ofNullable(versions.get(name))
                .flatMap(this::byId)
                .map(schema -> new SchemaVersion(name, schema));
    }

    List<SchemaVersion> versions(String subject) {
        return versions.keySet().stream()
                .filter(name -> name.subject().equals(subject))
                .flatMap(name -> version(name).stream())
                .toList();
    }

    List<String> subjects() {
        return versions.keySet().stream()
                .map(SubjectVersion::subject)
                .distinct()
                .toList();
    }

    List<SubjectVersion> versionsOf(int id) {
        return versions.entrySet().stream()
                .filter(one -> one.getValue() == id)
                .map(Map.Entry::getKey)
                .toList();
    }

    Optional<CompatibilityLevel> level(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int id : order) {
            RegisteredSchema schema = ids.get(id);
            if (schema != null) {
                lines.add(line(schema).toString());
            }
        }
        versions.forEach((name, id) -> lines.add(object().put("subject", name.subject())
                .put("version", name.version())
                .put("id", id)
                .toString()));
        levels.forEach((subject, level) -> lines.add(
                object().put("subject", subject).put("level", level.name()).toString()));
        return lines;
    }

    private ObjectNode line(RegisteredSchema schema) {
        ObjectNode line = object().put("id", schema.id())
                .put("guid", schema.guid().toString())
                .put("schema", schema.text());
        schema.references().forEach(one -> line.withArray("references")
                .addObject()
                .put("name", one.name())
                .put("subject", one.subject())
                .put("version", one.version())
                .put("id", versions.getOrDefault(one.target(), 0)));
        return line;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
