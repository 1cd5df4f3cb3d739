package dev.brine.serdes;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** A registry in memory that gives ids as it is told, counts what it is asked, and can be out of order. */
public final class TestRegistry implements SchemaRegistry {

    private final List<SchemaVersion> all = new CopyOnWriteArrayList<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private volatile boolean down;
    private volatile boolean closed;

    /** Adds the next version of a subject, under an id of the caller's choice. */
    public SchemaVersion add(String subject, int id, Schema schema) {
        RegisteredSchema registered = new RegisteredSchema(
                id,
                UUID.nameUUIDFromBytes(schema.toString().getBytes(StandardCharsets.UTF_8)),
                SchemaNormalization.parsingFingerprint64(schema),
                schema.toString(),
                List.of(),
                schema);
        int version = versions(subject).size() + 1;
        SchemaVersion added = new SchemaVersion(new SubjectVersion(subject, version), registered);
        all.add(added);
        return added;
    }

    public SchemaVersion add(String subject, int id, String schema) {
        return add(subject, id, new Schema.Parser().parse(schema));
    }

    /** How often it was asked for a schema by what a frame names. */
    public int lookups() {
        return lookups.get();
    }

    public void down(boolean value) {
        down = value;
    }

    public boolean closed() {
        return closed;
    }

    private List<SchemaVersion> asked() {
        lookups.incrementAndGet();
        if (down) {
            throw new RegistryUnavailableException("the registry is down");
        }
        return all;
    }

    @Override
    public Optional<RegisteredSchema> byId(int id) {
        return asked().stream()
                .map(SchemaVersion::schema)
                .filter(schema -> schema.id() == id)
                .findFirst();
    }

    @Override
    public Optional<RegisteredSchema> byGuid(UUID guid) {
        return asked().stream()
                .map(SchemaVersion::schema)
                .filter(schema -> schema.guid().equals(guid))
                .findFirst();
    }

    @Override
    public List<RegisteredSchema> byFingerprint(long fingerprint) {
        List<RegisteredSchema> found = new ArrayList<>();
        for (SchemaVersion version : asked()) {
            if (version.schema().fingerprint() == fingerprint && !found.contains(version.schema())) {
                found.add(version.schema());
            }
        }
        return found;
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
        return versions(subject).stream().filter(v -> v.version() == version).findFirst();
    }

    @Override
    public Optional<SchemaVersion> latest(String subject) {
        List<SchemaVersion> versions = versions(subject);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    @Override
    public List<SchemaVersion> versions(String subject) {
        if (down) {
            throw new RegistryUnavailableException("the registry is down");
        }
        return all.stream().filter(v -> v.subject().equals(subject)).toList();
    }

    @Override
    public SortedSet<String> subjects() {
        SortedSet<String> subjects = new TreeSet<>();
        all.forEach(version -> subjects.add(version.subject()));
        return subjects;
    }

    @Override
    public List<SubjectVersion> versionsOf(int id) {
        return all.stream()
                .filter(version -> version.schema().id() == id)
                .map(SchemaVersion::name)
                .sorted()
                .toList();
    }

    @Override
    public CompatibilityLevel compatibility(String subject) {
        return CompatibilityLevel.BACKWARD;
    }

    @Override
    public SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        return add(subject, 1_000 + all.size(), text);
    }

    @Override
    public String location() {
        return "test";
    }

    @Override
    public void close() {
        closed = true;
    }
}
