package dev.brine.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.registry.CacheCounts;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.http.RegistryClient.Answer;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.StoredText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Schemas as a server describes them, parsed with what they refer to, and kept. */
final class RemoteSchemas {

    private static final int DEEPEST = 100;

    private final RegistryClient client;
    private final BoundedCache<Integer, RegisteredSchema> ids;
    private final BoundedCache<SubjectVersion, SchemaVersion> versions;
    private final BoundedCache<UUID, RegisteredSchema> guids;
    private final BoundedCache<Long, Map<Integer, RegisteredSchema>> fingerprints;

    RemoteSchemas(RegistryClient client, int kept) {
        this.client = client;
        this.ids = BoundedCache.forEver("ids", kept);
        this.versions = BoundedCache.forEver("versions", kept);
        this.guids = BoundedCache.forEver("guids", kept);
        this.fingerprints = BoundedCache.forEver("fingerprints", kept);
    }

    Optional<RegisteredSchema> byId(int id) {
        return ids.get(id)
                .or(() -> HttpRegistry.found(client.get("/schemas/ids/" + id)).map(body -> schema(id, body, 0)));
    }

    Optional<RegisteredSchema> seenGuid(UUID guid) {
        return guids.get(guid);
    }

    List<RegisteredSchema> seenFingerprint(long fingerprint) {
        return fingerprints
                .get(fingerprint)
                .map(found -> List.copyOf(found.values()))
                .orElse(List.of());
    }

    /** @param version a number, or {@code latest}, which is asked anew every time */
    Optional<SchemaVersion> version(String subject, String version, boolean deleted) {
        return version(subject, version, deleted, 0);
    }

    /** What a server says about a version, of which it names subject, version, id and text. */
    SchemaVersion parsed(JsonNode body) {
        return parsed(body, 0);
    }

    private Optional<SchemaVersion> version(String subject, String version, boolean deleted, int depth) {
        Optional<SchemaVersion> known = version.equals("latest")
                ? Optional.empty()
                : versions.get(new SubjectVersion(subject, Integer.parseInt(version)));
        if (known.isPresent()) {
            return known;
        }
        Answer answer = client.get(
                "/subjects/" + HttpRegistry.path(subject) + "/versions/" + version + (deleted ? "?deleted=true" : ""));
        return HttpRegistry.found(answer).map(body -> parsed(body, depth));
    }

    private SchemaVersion parsed(JsonNode body, int depth) {
        SubjectVersion name = new SubjectVersion(text(body, "subject"), number(body, "version"));
        int id = number(body, "id");
        SchemaVersion version = new SchemaVersion(name, ids.get(id).orElseGet(() -> schema(id, body, depth)));
        versions.put(name, version);
        return version;
    }

    private RegisteredSchema schema(int id, JsonNode body, int depth) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw new InvalidSchemaException(
                    "schema " + id + " is a " + type + " schema, so no Avro value can be read with it");
        }
        if (depth > DEEPEST) {
            throw new InvalidSchemaException(
                    "schema " + id + " is at the end of more than " + DEEPEST + " references, or they run in a circle");
        }
        List<ImportedSchema> imports = new ArrayList<>();
        for (JsonNode one : body.path("references")) {
            SchemaReference reference =
                    new SchemaReference(text(one, "name"), text(one, "subject"), number(one, "version"));
            SchemaVersion target = version(reference.subject(), String.valueOf(reference.version()), true, depth + 1)
                    .orElseThrow(() -> new InvalidSchemaException("schema " + id + " refers to " + reference.target()
                            + ", which the registry does not have"));
            imports.add(new ImportedSchema(reference, target.schema().schema()));
        }
        return keep(StoredText.read(
                        "schema " + id, text(body, "schema"), imports, part(body, "metadata"), part(body, "ruleSet"))
                .withId(id));
    }

    private RegisteredSchema keep(RegisteredSchema schema) {
        ids.put(schema.id(), schema);
        guids.put(schema.guid(), schema);
        Map<Integer, RegisteredSchema> same =
                new TreeMap<>(fingerprints.get(schema.fingerprint()).orElse(Map.of()));
        same.put(schema.id(), schema);
        fingerprints.put(schema.fingerprint(), same);
        return schema;
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Optional<String> part(JsonNode body, String field) {
        JsonNode found = body.path(field);
        return found.isObject() ? Optional.of(found.toString()) : Optional.empty();
    }

    private static String text(JsonNode body, String field) {
        String found = body.path(field).textValue();
        if (found == null) {
            throw new RegistryUnavailableException("the registry's answer has no text field '" + field
                    + "'; check that the URL is that of a schema registry");
        }
        return found;
    }

    private static int number(JsonNode body, String field) {
        int found = body.path(field).asInt(0);
        if (found < 1) {
            throw new RegistryUnavailableException("the registry's answer has no positive field '" + field
                    + "'; check that the URL is that of a schema registry");
        }
        return found;
    }

    List<CacheCounts> counts() {
        return List.of(ids.counts(), versions.counts(), guids.counts(), fingerprints.counts());
    }
}
