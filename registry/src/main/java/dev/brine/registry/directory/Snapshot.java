package dev.brine.registry.directory;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The released versions of a directory, ready to be looked up. Immutable. */
final class Snapshot {

    // Not the tree: it holds texts and what was found in them, which nobody asks for any more.
    private final SchemaLock lock;
    private final SubjectsFile settings;
    private final Map<Integer, RegisteredSchema> byId = new HashMap<>();
    private final Map<UUID, RegisteredSchema> byGuid = new HashMap<>();
    private final Map<Long, List<RegisteredSchema>> byFingerprint = new HashMap<>();
    private final Map<Integer, List<SubjectVersion>> names = new HashMap<>();
    private final SortedMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();

    private Snapshot(SchemaTree tree) {
        this.lock = tree.lock();
        this.settings = tree.subjects();
        tree.files().forEach((name, file) -> {
            LockLine line = file.line().orElseThrow();
            RegisteredSchema schema = byId.computeIfAbsent(
                    line.id(), id -> file.schema().orElseThrow().withId(id));
            names.computeIfAbsent(line.id(), id -> new ArrayList<>()).add(name);
            subjects.computeIfAbsent(name.subject(), subject -> new TreeMap<>())
                    .put(name.version(), new SchemaVersion(name, schema));
        });
        byId.values().stream()
                .sorted(Comparator.comparingInt(RegisteredSchema::id))
                .forEach(schema -> {
                    byGuid.put(schema.guid(), schema);
                    byFingerprint
                            .computeIfAbsent(schema.fingerprint(), fingerprint -> new ArrayList<>())
                            .add(schema);
                });
    }

    /** @throws InvalidSchemaException if the directory is not what was released, with all reasons */
    static Snapshot load(SchemaSource source) {
        SchemaTree tree = TreeLoader.released(source);
        if (!tree.problems().isEmpty()) {
            throw new InvalidSchemaException(source.location() + " is not what was released:\n  "
                    + tree.problems().stream().map(Problem::toString).collect(Collectors.joining("\n  ")));
        }
        return new Snapshot(tree);
    }

    SchemaLock lock() {
        return lock;
    }

    SubjectsFile settings() {
        return settings;
    }

    Optional<RegisteredSchema> byId(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<RegisteredSchema> byGuid(UUID guid) {
        return Optional.ofNullable(byGuid.get(guid));
    }

    List<RegisteredSchema> byFingerprint(long fingerprint) {
        return Collections.unmodifiableList(byFingerprint.getOrDefault(fingerprint, List.of()));
    }

    Optional<SchemaVersion> version(String name, int version) {
        return Optional.ofNullable(of(name).get(version));
    }

    Optional<SchemaVersion> latest(String name) {
        NavigableMap<Integer, SchemaVersion> versions = of(name);
        return versions.isEmpty()
                ? Optional.empty()
                : Optional.of(versions.lastEntry().getValue());
    }

    List<SchemaVersion> versions(String name) {
        return List.copyOf(of(name).values());
    }

    SortedMap<String, NavigableMap<Integer, SchemaVersion>> subjects() {
        return subjects;
    }

    List<SubjectVersion> versionsOf(int id) {
        return Collections.unmodifiableList(names.getOrDefault(id, List.of()));
    }

    /** The subject that a name means here: a subject's own name goes before an alias. */
    String subject(String name) {
        return subjects.containsKey(name) ? name : settings.subject(name);
    }

    private NavigableMap<Integer, SchemaVersion> of(String name) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject(name));
        return versions == null ? Collections.emptyNavigableMap() : versions;
    }
}
