package dev.brine.registry.transfer;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.store.ClearMode;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegisterSchema;
import dev.brine.registry.store.RegistryMode;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaContent;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.store.SetLevel;
import dev.brine.registry.store.SetMode;
import dev.brine.registry.store.StoredSchema;
import dev.brine.registry.store.StoredVersion;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/** A store of this process: a topic. */
public final class StorePeer implements RegistryPeer {

    private final SchemaStore store;
    private final Supplier<RegistryState> newest;

    /**
     * @param store closed with this
     * @param newest the state with everything that is written; for a topic, read to its end
     */
    public StorePeer(SchemaStore store, Supplier<RegistryState> newest) {
        this.store = store;
        this.newest = newest;
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public SortedSet<String> subjects() {
        return new TreeSet<>(newest.get().subjects(Deleted.HIDDEN));
    }

    @Override
    public List<StoredVersion> versions(String subject) {
        return store.state().versions(subject, Deleted.INCLUDED);
    }

    @Override
    public Optional<SchemaContent> byId(int id) {
        return store.state().byId(Contexts.DEFAULT, id).map(StoredSchema::content);
    }

    @Override
    public CompatibilityLevel level(Optional<String> subject) {
        RegistryState state = store.state();
        return subject.map(state::level)
                .orElseGet(() -> state.ownLevel(Optional.empty()).orElse(RegistryState.DEFAULT_LEVEL));
    }

    @Override
    public void setLevel(String subject, CompatibilityLevel level) {
        store.execute(new SetLevel(Optional.of(subject), level));
    }

    @Override
    public Optional<RegistryMode> ownMode(String subject) {
        return store.state().ownMode(Optional.of(subject));
    }

    @Override
    public RegistryMode mode(String subject) {
        return store.state().mode(subject);
    }

    @Override
    public void setMode(String subject, Optional<RegistryMode> mode) {
        Optional<String> name = Optional.of(subject);
        if (mode.isPresent()) {
            store.execute(new SetMode(name, mode.get(), true));
        } else {
            store.execute(new ClearMode(name));
        }
    }

    @Override
    public void put(SubjectVersion name, int id, SchemaContent content) {
        store.execute(new RegisterSchema(name.subject(), content, Optional.of(id), Optional.of(name.version()), false));
    }

    @Override
    public int register(String subject, SchemaContent content) {
        return store.execute(RegisterSchema.of(subject, content)).id();
    }

    @Override
    public void close() {
        store.close();
    }
}
