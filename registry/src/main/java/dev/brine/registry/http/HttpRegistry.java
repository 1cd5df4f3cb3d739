package dev.brine.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.registry.CacheCounts;
import dev.brine.registry.Compatibility;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.CountedCaches;
import dev.brine.registry.Difference;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.compatibility.CompatibilityCheck;
import dev.brine.registry.compatibility.NamedSchema;
import dev.brine.registry.http.RegistryClient.Answer;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.SchemaSyntax;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.Schema;

/**
 * A registry server that speaks Confluent's interface, or several of them that serve the same. Nothing is asked when it
 * is opened. What stands under an id or a version is kept, at most 10,000 of each; that something is not there is kept
 * for a second. Every request ends within the bound; a method that makes several may take as many bounds.
 *
 * <p>A server cannot be asked for a fingerprint: found are the schemas seen before, and after that those of all subjects.
 */
public final class HttpRegistry implements SchemaRegistry, CountedCaches {

    /** Configuration: a file with {@code user:password}. */
    public static final String BASIC_FILE = Credentials.BASIC_FILE;

    /** Configuration: a file with a bearer token. */
    public static final String TOKEN_FILE = Credentials.TOKEN_FILE;

    private static final int KEPT = 10_000;
    private static final Duration ABSENT_FOR = Duration.ofSeconds(1);

    private final String location;
    private final RegistryClient client;
    private final RemoteSchemas schemas;
    private final BoundedCache<Object, Boolean> absent =
            BoundedCache.forAWhile("absent", KEPT, ABSENT_FOR, System::nanoTime);

    private HttpRegistry(String location, RegistryClient client) {
        this.location = location;
        this.client = client;
        this.schemas = new RemoteSchemas(client, KEPT);
    }

    /**
     * @param location {@code http://a:8081,b:8081}
     * @param configs {@code ssl.*} of Kafka, {@code brine.registry.basic.file}, {@code brine.registry.token.file}
     * @param environment variables of the environment, for credentials
     * @param timeout the bound of every request
     * @throws RegistryException if the location, TLS or the credentials cannot be meant
     */
    public static HttpRegistry open(
            String location, Map<String, ?> configs, Function<String, Optional<String>> environment, Duration timeout) {
        return open(location, configs, environment, timeout, RegistryClient.MAX_BODY);
    }

    static HttpRegistry open(
            String location,
            Map<String, ?> configs,
            Function<String, Optional<String>> environment,
            Duration timeout,
            int maxBody) {
        RegistryClient client = new RegistryClient(
                HttpLocation.parse(location),
                Credentials.of(configs, environment),
                Tls.context(configs),
                timeout,
                maxBody);
        return new HttpRegistry(location, client);
    }

    @Override
    public Optional<RegisteredSchema> byId(int id) {
        return id < 1 ? Optional.empty() : unlessAbsent(id, () -> schemas.byId(id));
    }

    @Override
    public Optional<RegisteredSchema> byGuid(UUID guid) {
        return unlessAbsent(guid, () -> schemas.seenGuid(guid).or(() -> {
            Answer answer = client.get("/schemas/guids/" + guid + "/ids");
            return found(answer).stream()
                    .flatMap(RemoteSchemas::elements)
                    .filter(one -> one.path("context").asText(".").equals("."))
                    .findFirst()
                    .flatMap(one -> schemas.byId(one.path("id").asInt()));
        }));
    }

    @Override
    public List<RegisteredSchema> byFingerprint(long fingerprint) {
        List<RegisteredSchema> seen = schemas.seenFingerprint(fingerprint);
        if (!seen.isEmpty() || absent.get(fingerprint).isPresent()) {
            return seen;
        }
        subjects().forEach(this::versions);
        List<RegisteredSchema> all = schemas.seenFingerprint(fingerprint);
        if (all.isEmpty()) {
            absent.put(fingerprint, true);
        }
        return all;
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
        return unlessAbsent(List.of(subject, version), () -> schemas.version(subject, String.valueOf(version), false));
    }

    @Override
    public Optional<SchemaVersion> latest(String subject) {
        return schemas.version(subject, "latest", false);
    }

    @Override
    public List<SchemaVersion> versions(String subject) {
        List<SchemaVersion> all = new ArrayList<>();
        found(client.get("/subjects/" + path(subject) + "/versions"))
                .ifPresent(body -> body.forEach(version ->
                        schemas.version(subject, version.asText(), false).ifPresent(all::add)));
        return List.copyOf(all);
    }

    @Override
    public SortedSet<String> subjects() {
        SortedSet<String> all = new TreeSet<>();
        found(client.get("/subjects")).ifPresent(body -> body.forEach(one -> all.add(one.asText())));
        return Collections.unmodifiableSortedSet(all);
    }

    @Override
    public List<SubjectVersion> versionsOf(int id) {
        if (id < 1) {
            return List.of();
        }
        return found(client.get("/schemas/ids/" + id + "/versions")).stream()
                .flatMap(RemoteSchemas::elements)
                .map(one -> new SubjectVersion(
                        one.path("subject").asText(), one.path("version").asInt()))
                .sorted()
                .toList();
    }

    @Override
    public CompatibilityLevel compatibility(String subject) {
        Answer answer = client.get("/config/" + path(subject) + "?defaultToGlobal=true");
        return found(answer)
                .or(() -> found(client.get("/config")))
                .map(body -> body.path("compatibilityLevel").asText())
                .map(CompatibilityLevel::of)
                .orElse(CompatibilityLevel.BACKWARD);
    }

    @Override
    public SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        NamedSchema candidate = new NamedSchema(subject + " new", judged(subject, text, references));
        ObjectNode body = request(text, references);
        Answer answer = client.post("/subjects/" + path(subject) + "/versions", body);
        if (answer.status() == 409) {
            throw incompatible(subject, candidate, answer);
        }
        if (!answer.ok()) {
            throw answer.status() == 422 && answer.errorCode() == 42201
                    ? new InvalidSchemaException(
                            "the text for " + subject + " is refused by " + answer.uri() + ": " + answer.message())
                    : refused(answer);
        }
        absent.clear();
        return schemas.parsed(required(client.post("/subjects/" + path(subject), body)));
    }

    /** Judged here first: the reasons are better, and a server need not be bothered with what is no schema. */
    private Schema judged(String subject, String text, List<SchemaReference> references) {
        List<ImportedSchema> imports = references.stream()
                .map(one -> new ImportedSchema(
                        one,
                        version(one.subject(), one.version())
                                .orElseThrow(() -> new InvalidSchemaException("the reference to " + one.name()
                                        + " leads to " + one.target() + ", which is not registered; register it first"))
                                .schema()
                                .schema()))
                .toList();
        return SchemaSyntax.read(text)
                .resolveOrThrow("the text for " + subject, imports)
                .schema();
    }

    /** The server says that it is; why is found here, with the versions that it has. */
    private IncompatibleSchemaException incompatible(String subject, NamedSchema candidate, Answer answer) {
        CompatibilityLevel level = compatibility(subject);
        List<SchemaVersion> versions = versions(subject);
        SubjectVersion next = new SubjectVersion(
                subject,
                versions.isEmpty() ? 1 : versions.get(versions.size() - 1).version() + 1);
        Compatibility here = CompatibilityCheck.check(
                level, candidate, versions.stream().map(NamedSchema::of).toList());
        if (here instanceof Compatibility.Broken broken) {
            return IncompatibleSchemaException.of(next, broken);
        }
        Difference theirs = new Difference(
                next.toString(),
                subject,
                "/",
                "refused-by-server",
                candidate.schema().getFullName(),
                answer.message(),
                "see what " + answer.uri() + " says, or register under another subject");
        return IncompatibleSchemaException.of(next, new Compatibility.Broken(level, List.of(theirs)));
    }

    static ObjectNode request(String text, List<SchemaReference> references) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", text);
        references.forEach(one -> body.withArray("references")
                .addObject()
                .put("name", one.name())
                .put("subject", one.subject())
                .put("version", one.version()));
        return body;
    }

    private <T> Optional<T> unlessAbsent(Object key, Supplier<Optional<T>> lookup) {
        if (absent.get(key).isPresent()) {
            return Optional.empty();
        }
        Optional<T> found = lookup.get();
        if (found.isEmpty()) {
            absent.put(key, true);
        }
        return found;
    }

    /** Empty when the server says that there is no such thing. */
    static Optional<JsonNode> found(Answer answer) {
        return answer.status() == 404 ? Optional.empty() : Optional.of(required(answer));
    }

    static JsonNode required(Answer answer) {
        if (!answer.ok()) {
            throw refused(answer);
        }
        return answer.body();
    }

    private static RegistryException refused(Answer answer) {
        return new RegistryException(answer.uri() + " answered with status " + answer.status() + " and error code "
                + answer.errorCode() + ": " + answer.message());
    }

    /** As a segment of a path, in which a plus is a plus and a space is not. */
    static String path(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    @Override
    public List<CacheCounts> caches() {
        List<CacheCounts> all = new ArrayList<>(schemas.counts());
        all.add(absent.counts());
        return List.copyOf(all);
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void close() {
        // The JDK's client has nothing to close; its threads end when it is collected.
    }
}
