package dev.brine.registry.directory;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.store.Change;
import dev.brine.registry.store.Command;
import dev.brine.registry.store.Decision;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.store.StoreError;
import dev.brine.registry.store.StoreException;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A schema directory as the store of a registry server. A registration writes {@code vN.avsc} and a line of the lock, a
 * level {@code subjects.yml}; nothing is ever deleted, because a released version is for ever. One that is not writable
 * has the mode READONLY: it knows what it knows and takes nothing new.
 */
public final class DirectoryStore implements SchemaStore {

    /** A state and the snapshot that it was made from. */
    private record Derived(Snapshot snapshot, RegistryState state) {}

    private final PathSource source;
    private final SnapshotHolder snapshots;
    private final Optional<DirectoryWriter> writer;
    private final AtomicReference<Derived> derived;

    private DirectoryStore(PathSource source, SnapshotHolder snapshots, Optional<DirectoryWriter> writer) {
        this.source = source;
        this.snapshots = snapshots;
        this.writer = writer;
        this.derived = new AtomicReference<>(derive(snapshots.fresh(), writer.isPresent()));
    }

    /**
     * @throws RegistryUnavailableException if there is no such directory
     * @throws InvalidSchemaException if it is not what was released
     */
    public static DirectoryStore open(Path directory, boolean writable) {
        PathSource source = new PathSource(directory);
        SnapshotHolder snapshots = SnapshotHolder.following(source, System::nanoTime);
        return new DirectoryStore(
                source, snapshots, writable ? Optional.of(new DirectoryWriter(source, snapshots)) : Optional.empty());
    }

    /** At most a second behind what others wrote into the directory. */
    @Override
    public RegistryState state() {
        Snapshot now = snapshots.fresh();
        Derived known = requireNonNull(derived.get());
        if (known.snapshot() != now) {
            known = derive(now, writer.isPresent());
            derived.set(known);
        }
        return known.state();
    }

    @Override
    public <R> R execute(Command<R> command) {
        Decision<R> decision = command.decide(state());
        if (decision.changes().isEmpty()) {
            return decision.answer();
        }
        DirectoryWriter out = writer.orElseThrow(() -> notPermitted("takes no changes; open it for writing"));
        boolean registers = false;
        for (Change change : decision.changes()) {
            registers |= write(out, change);
        }
        // Another process may have released between the decision and the write, so the id is read back.
        return registers ? command.decide(state()).answer() : decision.answer();
    }

    private boolean write(DirectoryWriter out, Change change) {
        if (change instanceof Change.PutVersion put && !put.version().deleted()) {
            SchemaContent content = put.version().schema().content();
            if (!content.isAvro()) {
                throw new InvalidSchemaException("Invalid schema type " + content.type() + ": " + location()
                        + " holds Avro schemas and no others; serve a topic for those");
            }
            if (content.metadata().isPresent() || content.ruleSet().isPresent()) {
                throw notPermitted("keeps no metadata and no rules; register without them");
            }
            out.register(put.version().subject(), content.text(), content.references());
            return true;
        }
        if (change instanceof Change.PutLevel put) {
            out.level(put.subject(), put.level());
            return false;
        }
        if (change instanceof Change.PutMode) {
            throw notPermitted("has no modes: it is READWRITE or READONLY as it was opened");
        }
        throw notPermitted("keeps every released version for ever, so nothing in it is deleted; delete drafts by hand");
    }

    private StoreException notPermitted(String why) {
        return new StoreException(StoreError.NOT_PERMITTED, location() + " " + why);
    }

    private static Derived derive(Snapshot snapshot, boolean writable) {
        RegistryState state = RegistryState.empty();
        for (LockLine line : snapshot.lock().lines()) {
            Optional<Change> change = snapshot.version(
                            line.name().subject(), line.name().version())
                    .map(found -> new Change.PutVersion(new StoredVersion(
                            line.name(),
                            StoredSchema.of(
                                    line.id(),
                                    SchemaContent.avro(
                                            found.schema().text(),
                                            found.schema().references())),
                            false)));
            state = change.map(state::apply).orElse(state);
        }
        SubjectsFile settings = snapshot.settings();
        CompatibilityLevel global = settings.defaultLevel();
        state = state.apply(new Change.PutLevel(Optional.empty(), Optional.of(global)));
        for (var level : settings.levels().entrySet()) {
            state = state.apply(new Change.PutLevel(Optional.of(level.getKey()), Optional.of(level.getValue())));
        }
        if (!writable) {
            state = state.apply(new Change.PutMode(Optional.empty(), Optional.of(RegistryMode.READONLY)));
        }
        return new Derived(snapshot, state);
    }

    @Override
    public boolean writable() {
        return writer.isPresent();
    }

    @Override
    public String location() {
        return source.location();
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
