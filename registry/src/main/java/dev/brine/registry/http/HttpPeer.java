package dev.brine.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.http.RegistryClient.Answer;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import dev.brine.registry.transfer.RegistryPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** A server that speaks Confluent's interface, asked and told without keeping anything. */
public final class HttpPeer implements RegistryPeer {

    /** The error code of a subject that has no mode of its own. */
    private static final int NO_MODE = 40409;

    private final String location;
    private final RegistryClient client;

    private HttpPeer(String location, RegistryClient client) {
        this.location = location;
        this.client = client;
    }

    /** Takes what {@link HttpRegistry#open} takes, and throws what that throws. */
    public static HttpPeer open(
            String location, Map<String, ?> configs, Function<String, Optional<String>> environment, Duration timeout) {
        RegistryClient client = new RegistryClient(
                HttpLocation.parse(location),
                Credentials.of(configs, environment),
                Tls.context(configs),
                timeout,
                RegistryClient.MAX_BODY);
        return new HttpPeer(location, client);
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public SortedSet<String> subjects() {
        SortedSet<String> all = new TreeSet<>();
        answered(client.get("/subjects")).forEach(one -> all.add(one.asText()));
        return all;
    }

    @Override
    public List<StoredVersion> versions(String subject) {
        String path = subject(subject) + "/versions";
        Set<Integer> live = new HashSet<>();
        HttpRegistry.found(client.get(path)).ifPresent(body -> body.forEach(one -> live.add(one.asInt())));
        List<StoredVersion> found = new ArrayList<>();
        HttpRegistry.found(client.get(path + "?deleted=true"))
                .ifPresent(body -> body.forEach(one -> {
                    int version = one.asInt();
                    HttpRegistry.found(client.get(path + "/" + version + "?deleted=true"))
                            .ifPresent(schema -> found.add(new StoredVersion(
                                    new SubjectVersion(subject, version),
                                    StoredSchema.of(id(schema), content(schema)),
                                    !live.contains(version))));
                }));
        return found;
    }

    @Override
    public Optional<SchemaContent> byId(int id) {
        return HttpRegistry.found(client.get("/schemas/ids/" + id)).map(HttpPeer::content);
    }

    @Override
    public CompatibilityLevel level(Optional<String> subject) {
        return subject.flatMap(name ->
                        HttpRegistry.found(client.get("/config/" + HttpRegistry.path(name) + "?defaultToGlobal=true")))
                .or(() -> HttpRegistry.found(client.get("/config")))
                .map(body -> body.path("compatibilityLevel").asText())
                .map(HttpPeer::level)
                .orElse(CompatibilityLevel.BACKWARD);
    }

    @Override
    public void setLevel(String subject, CompatibilityLevel level) {
        answered(client.put("/config/" + HttpRegistry.path(subject), object("compatibility", level.name())));
    }

    @Override
    public Optional<RegistryMode> ownMode(String subject) {
        return unlessWithoutModes("/mode/" + HttpRegistry.path(subject));
    }

    @Override
    public RegistryMode mode(String subject) {
        return unlessWithoutModes("/mode/" + HttpRegistry.path(subject) + "?defaultToGlobal=true")
                .or(() -> unlessWithoutModes("/mode"))
                .orElse(RegistryMode.READWRITE);
    }

    private Optional<RegistryMode> unlessWithoutModes(String path) {
        Answer answer = client.probe(path);
        // A server without modes answers these paths with anything; setting one will show whether it has them.
        return answer.ok() ? mode(answer) : Optional.empty();
    }

    @Override
    public void setMode(String subject, Optional<RegistryMode> mode) {
        String path = "/mode/" + HttpRegistry.path(subject);
        if (mode.isPresent()) {
            answered(client.put(path + "?force=true", object("mode", mode.get().name())));
            return;
        }
        Answer cleared = client.delete(path);
        if (!cleared.ok() && cleared.errorCode() != NO_MODE) {
            // Older servers cannot take a mode away; the one that holds for all is the same to whoever registers.
            RegistryMode global = unlessWithoutModes("/mode").orElse(RegistryMode.READWRITE);
            answered(client.put(path, object("mode", global.name())));
        }
    }

    @Override
    public void put(SubjectVersion name, int id, SchemaContent content) {
        ObjectNode body = request(content).put("id", id).put("version", name.version());
        int given = id(answered(client.post(subject(name.subject()) + "/versions", body)));
        if (given != id) {
            throw new RegistryException(location + " has given id " + given + " to " + name + " although it was told "
                    + id + "; delete it there");
        }
    }

    @Override
    public int register(String subject, SchemaContent content) {
        return id(answered(client.post(subject(subject) + "/versions", request(content))));
    }

    @Override
    public void close() {
        // The JDK's client has nothing to close; its threads end when it is collected.
    }

    private static String subject(String subject) {
        return "/subjects/" + HttpRegistry.path(subject);
    }

    private static JsonNode answered(Answer answer) {
        return HttpRegistry.required(answer);
    }

    private static Optional<RegistryMode> mode(Answer answer) {
        return HttpRegistry.found(answer)
                .map(body -> RegistryMode.of(body.path("mode").asText()));
    }

    private static CompatibilityLevel level(String name) {
        try {
            return CompatibilityLevel.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new RegistryException("the registry names a level '" + name + "', which is none", e);
        }
    }

    private static int id(JsonNode body) {
        int id = body.path("id").asInt(0);
        if (id < 1) {
            throw new RegistryException("the registry's answer has no positive field 'id'; check that the URL is that"
                    + " of a schema registry");
        }
        return id;
    }

    private static SchemaContent content(JsonNode body) {
        List<SchemaReference> references = new ArrayList<>();
        body.path("references")
                .forEach(one -> references.add(new SchemaReference(
                        one.path("name").asText(),
                        one.path("subject").asText(),
                        one.path("version").asInt())));
        return new SchemaContent(
                body.path("schemaType").asText(SchemaContent.AVRO),
                body.path("schema").asText(),
                references,
                RemoteSchemas.part(body, "metadata"),
                RemoteSchemas.part(body, "ruleSet"));
    }

    private static ObjectNode request(SchemaContent content) {
        ObjectNode body = HttpRegistry.request(content.text(), content.references());
        return content.isAvro() ? body : body.put("schemaType", content.type());
    }

    private static ObjectNode object(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }
}
