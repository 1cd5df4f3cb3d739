package dev.brine.registry.store;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A store as producers and consumers see it: its Avro schemas, in the default context. Closing it closes the store.
 */
public final class StoreRegistry implements SchemaRegistry {

    private final SchemaStore store;
    private final Supplier<RegistryState> newest;
    private final FingerprintIndex fingerprints = new FingerprintIndex();

    // What stands under an id never changes, so this needs no bound but the store's own size.
    private final Map<Integer, RegisteredSchema> byId = new ConcurrentHashMap<>();

    /** @param newest asked when {@link SchemaStore#state()} does not know */
    public StoreRegistry(SchemaStore store, Supplier<RegistryState> newest) {
        this.store = store;
        this.newest = newest;
    }

    @Override
    public Optional<RegisteredSchema> byId(int id) {
        RegisteredSchema known = byId.get(id);
        return known != null
                ? Optional.of(known)
                : find(state -> state.byId(Contexts.DEFAULT, id).map(schema -> registered(state, schema)));
    }

    @Override
    public Optional<RegisteredSchema> byGuid(UUID guid) {
        return find(state -> state.idOf(Contexts.DEFAULT, guid)
                .flatMap(id -> state.byId(Contexts.DEFAULT, id))
                .map(schema -> registered(state, schema)));
    }

    @Override
    public List<RegisteredSchema> byFingerprint(long fingerprint) {
        return find(state -> Optional.of(fingerprints.find(state, fingerprint).stream()
                                .map(schema -> registered(state, schema))
                                .toList())
                        .filter(found -> !found.isEmpty()))
                .orElse(List.of());
    }

    @Override
    public Optional<SchemaVersion> version(String subject, int version) {
        return find(state -> state.version(Contexts.normalize(subject), version, Deleted.HIDDEN)
                .map(found -> named(state, found)));
    }

    @Override
    public Optional<SchemaVersion> latest(String subject) {
        return find(state ->
                state.latest(Contexts.normalize(subject), Deleted.HIDDEN).map(found -> named(state, found)));
    }

    @Override
    public List<SchemaVersion> versions(String subject) {
        RegistryState state = store.state();
        return state.versions(Contexts.normalize(subject), Deleted.HIDDEN).stream()
                .filter(version -> version.schema().content().isAvro())
                .map(version -> named(state, version))
                .toList();
    }

    @Override
    public SortedSet<String> subjects() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(store.state().subjects(Deleted.HIDDEN)));
    }

    @Override
    public List<SubjectVersion> versionsOf(int id) {
        return store.state().versionsOf(Contexts.DEFAULT, id, Deleted.HIDDEN).stream()
                .map(StoredVersion::name)
                .toList();
    }

    @Override
    public CompatibilityLevel compatibility(String subject) {
        return store.state().level(Contexts.normalize(subject));
    }

    @Override
    public SchemaVersion register(String subject, String text, List<SchemaReference> references) {
        StoredVersion version =
                store.execute(RegisterSchema.of(Contexts.normalize(subject), SchemaContent.avro(text, references)));
        return named(store.state(), version);
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public void close() {
        store.close();
    }

    private <T> Optional<T> find(Function<RegistryState, Optional<T>> lookup) {
        Optional<T> found = lookup.apply(store.state());
        return found.isPresent() ? found : lookup.apply(newest.get());
    }

    /** @throws InvalidSchemaException if it is not an Avro schema */
    private RegisteredSchema registered(RegistryState state, StoredSchema schema) {
        RegisteredSchema made = schema.avro(state).withId(schema.id());
        RegisteredSchema before = byId.putIfAbsent(schema.id(), made);
        return made.equals(before) ? before : made;
    }

    private SchemaVersion named(RegistryState state, StoredVersion version) {
        return new SchemaVersion(version.name(), registered(state, version.schema()));
    }
}
