package dev.brine.registry.store;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Everything that a registry knows at one moment. Immutable; {@link #apply} makes the next one in logarithmic time.
 *
 * <p>Names of subjects are taken as they are; bring them to their one spelling with {@link Contexts#normalize} first.
 */
public final class RegistryState {

    /** The level where none was set. */
    public static final CompatibilityLevel DEFAULT_LEVEL = CompatibilityLevel.BACKWARD;

    private static final String GLOBAL = "";

    private final PersistentMap<String, PersistentMap<Integer, StoredVersion>> subjects;
    private final PersistentMap<String, IdTable> contexts;
    /** Who refers to a version: version to referring versions. */
    private final PersistentMap<SubjectVersion, PersistentMap<SubjectVersion, Boolean>> referrers;

    private final PersistentMap<String, CompatibilityLevel> levels;
    private final PersistentMap<String, RegistryMode> modes;

    private RegistryState(
            PersistentMap<String, PersistentMap<Integer, StoredVersion>> subjects,
            PersistentMap<String, IdTable> contexts,
            PersistentMap<SubjectVersion, PersistentMap<SubjectVersion, Boolean>> referrers,
            PersistentMap<String, CompatibilityLevel> levels,
            PersistentMap<String, RegistryMode> modes) {
        this.subjects = subjects;
        this.contexts = contexts;
        this.referrers = referrers;
        this.levels = levels;
        this.modes = modes;
    }

    public static RegistryState empty() {
        return new RegistryState(
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty(),
                PersistentMap.empty());
    }

    /** The subjects that have a version of that kind, in order. One whose versions are all deleted is deleted. */
    public List<String> subjects(Deleted deleted) {
        List<String> found = new ArrayList<>();
        subjects.forEach((subject, versions) -> {
            boolean gone = versions.values().stream().allMatch(StoredVersion::deleted);
            if (deleted.shows(gone)) {
                found.add(subject);
            }
        });
        return found;
    }

    /** Lowest first; empty when the subject has none of that kind. */
    public List<StoredVersion> versions(String subject, Deleted deleted) {
        List<StoredVersion> all = all(subject).values();
        return deleted == Deleted.INCLUDED
                ? all
                : all.stream().filter(one -> deleted.shows(one.deleted())).toList();
    }

    public Optional<StoredVersion> version(String subject, int version, Deleted deleted) {
        return all(subject).get(version).filter(one -> deleted.shows(one.deleted()));
    }

    public Optional<StoredVersion> latest(String subject, Deleted deleted) {
        List<StoredVersion> versions = versions(subject, deleted);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }

    /** Found as long as any version carries the id, deleted or not. */
    public Optional<StoredSchema> byId(String context, int id) {
        return ids(context).byId().get(id).map(IdTable.Entry::schema);
    }

    /** Every schema of a context, lowest id first. */
    public List<StoredSchema> schemas(String context) {
        return ids(context).byId().values().stream().map(IdTable.Entry::schema).toList();
    }

    /** From whatever context. */
    public Optional<StoredSchema> byGuid(UUID guid) {
        return idsOf(guid).entrySet().stream().findFirst().flatMap(one -> byId(one.getKey(), one.getValue()));
    }

    /** The id of a content in each context that has it, in order of context. */
    public Map<String, Integer> idsOf(UUID guid) {
        Map<String, Integer> found = new TreeMap<>();
        contexts.forEach((context, ids) -> ids.idOf(guid).ifPresent(id -> found.put(context, id)));
        return found;
    }

    /** The versions that carry the id, in order. */
    public List<StoredVersion> versionsOf(String context, int id, Deleted deleted) {
        return ids(context).byId().get(id).stream()
                .flatMap(entry -> entry.names().keys().stream())
                .flatMap(name -> version(name.subject(), name.version(), deleted).stream())
                .toList();
    }

    /** The ids of the schemas that refer to a version, lowest first. */
    public List<Integer> referencedBy(SubjectVersion name, Deleted deleted) {
        TreeSet<Integer> found = new TreeSet<>();
        referrers.get(name).ifPresent(from -> from.keys().forEach(one -> version(one.subject(), one.version(), deleted)
                .ifPresent(referrer -> found.add(referrer.id()))));
        return List.copyOf(found);
    }

    /** The level set for the subject itself, or globally when {@code subject} is empty. */
    public Optional<CompatibilityLevel> ownLevel(Optional<String> subject) {
        return levels.get(subject.orElse(GLOBAL));
    }

    /** The level that new versions must keep: the subject's, its context's, the global one, or BACKWARD. */
    public CompatibilityLevel level(String subject) {
        return inScope(levels, subject).orElse(DEFAULT_LEVEL);
    }

    /** The mode set for the subject itself, or globally when {@code subject} is empty. */
    public Optional<RegistryMode> ownMode(Optional<String> subject) {
        return modes.get(subject.orElse(GLOBAL));
    }

    /** The mode that holds for the subject: its own, its context's, the global one, or READWRITE. */
    public RegistryMode mode(String subject) {
        Optional<RegistryMode> global = modes.get(GLOBAL);
        if (global.equals(Optional.of(RegistryMode.READONLY_OVERRIDE))) {
            return RegistryMode.READONLY_OVERRIDE;
        }
        return inScope(modes, subject).orElse(RegistryMode.READWRITE);
    }

    /** In order; always with the default one. */
    public List<String> contexts() {
        TreeSet<String> found = new TreeSet<>(contexts.keys());
        found.add(Contexts.DEFAULT);
        return List.copyOf(found);
    }

    /** The highest id that the context ever gave; 0 before the first. */
    public int highestId(String context) {
        return ids(context).highest();
    }

    /** How many schemas have an id, in all contexts. */
    public int schemaCount() {
        return contexts.values().stream().mapToInt(ids -> ids.byId().size()).sum();
    }

    /** The id under which the context has this content. */
    Optional<Integer> idOf(String context, UUID guid) {
        return ids(context).idOf(guid);
    }

    /** The state after a change; itself when the change finds nothing to do. */
    public RegistryState apply(Change change) {
        if (change instanceof Change.PutVersion put) {
            return withVersion(put.version());
        }
        if (change instanceof Change.RemoveVersion remove) {
            return withoutVersion(remove.name());
        }
        if (change instanceof Change.MarkSubjectDeleted mark) {
            return each(
                    versions(mark.subject(), Deleted.HIDDEN),
                    (state, version) ->
                            version.version() > mark.upTo() ? state : state.withVersion(version.markedDeleted()));
        }
        if (change instanceof Change.ClearSubject clear) {
            RegistryState state = this;
            for (String subject : Contexts.isSetting(clear.subject()) ? subjects.keys() : List.of(clear.subject())) {
                if (subject.equals(clear.subject()) || subject.startsWith(clear.subject())) {
                    state = state.each(
                            state.versions(subject, Deleted.ONLY),
                            (before, version) -> before.withoutVersion(version.name()));
                }
            }
            return state;
        }
        if (change instanceof Change.PutLevel put) {
            return new RegistryState(subjects, contexts, referrers, set(levels, put.subject(), put.level()), modes);
        }
        if (change instanceof Change.PutMode put) {
            return new RegistryState(subjects, contexts, referrers, levels, set(modes, put.subject(), put.mode()));
        }
        throw new IllegalStateException("unknown change: " + change);
    }

    /** The state after all of them, in this order. */
    public RegistryState apply(List<Change> changes) {
        RegistryState state = this;
        for (Change change : changes) {
            state = state.apply(change);
        }
        return state;
    }

    private interface Step {
        RegistryState from(RegistryState state, StoredVersion version);
    }

    private RegistryState each(List<StoredVersion> versions, Step step) {
        RegistryState state = this;
        for (StoredVersion version : versions) {
            state = step.from(state, version);
        }
        return state;
    }

    private RegistryState withVersion(StoredVersion version) {
        Optional<StoredVersion> before = all(version.subject()).get(version.version());
        if (before.isPresent() && before.get().schema().equals(version.schema())) {
            // Only the mark changed: who refers to what, and which id, stay; and so does what was parsed.
            StoredVersion marked =
                    new StoredVersion(version.name(), before.get().schema(), version.deleted());
            return new RegistryState(
                    subjects.with(version.subject(), all(version.subject()).with(version.version(), marked)),
                    contexts,
                    referrers,
                    levels,
                    modes);
        }
        if (before.isPresent()) {
            return withoutVersion(version.name()).withVersion(version);
        }
        String context = Contexts.of(version.subject());
        IdTable ids = ids(context).with(version.name(), version.schema());
        PersistentMap<SubjectVersion, PersistentMap<SubjectVersion, Boolean>> linked = referrers;
        for (SchemaReference reference : version.schema().content().references()) {
            linked = linked.with(
                    reference.target(),
                    linked.get(reference.target())
                            .orElseGet(PersistentMap::empty)
                            .with(version.name(), true));
        }
        return new RegistryState(
                subjects.with(version.subject(), all(version.subject()).with(version.version(), version)),
                contexts.with(context, ids),
                linked,
                levels,
                modes);
    }

    private RegistryState withoutVersion(SubjectVersion name) {
        Optional<StoredVersion> gone = all(name.subject()).get(name.version());
        if (gone.isEmpty()) {
            return this;
        }
        PersistentMap<Integer, StoredVersion> rest = all(name.subject()).without(name.version());
        String context = Contexts.of(name.subject());
        PersistentMap<SubjectVersion, PersistentMap<SubjectVersion, Boolean>> linked = referrers;
        for (SchemaReference reference : gone.get().schema().content().references()) {
            PersistentMap<SubjectVersion, Boolean> left = linked.get(reference.target())
                    .orElseGet(PersistentMap::empty)
                    .without(name);
            linked = left.isEmpty() ? linked.without(reference.target()) : linked.with(reference.target(), left);
        }
        return new RegistryState(
                rest.isEmpty() ? subjects.without(name.subject()) : subjects.with(name.subject(), rest),
                contexts.with(context, ids(context).without(name, gone.get().schema())),
                linked,
                levels,
                modes);
    }

    private PersistentMap<Integer, StoredVersion> all(String subject) {
        return subjects.get(subject).orElseGet(PersistentMap::empty);
    }

    private IdTable ids(String context) {
        return contexts.get(context).orElseGet(IdTable::empty);
    }

    private static <V> Optional<V> inScope(PersistentMap<String, V> settings, String subject) {
        return settings.get(subject)
                .or(() -> settings.get(Contexts.setting(Contexts.of(subject))))
                .or(() -> settings.get(GLOBAL));
    }

    private static <V> PersistentMap<String, V> set(
            PersistentMap<String, V> settings, Optional<String> subject, Optional<V> value) {
        String key = subject.orElse(GLOBAL);
        return value.map(given -> settings.with(key, given)).orElseGet(() -> settings.without(key));
    }
}
