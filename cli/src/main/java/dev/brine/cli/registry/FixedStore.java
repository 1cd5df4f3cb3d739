package dev.brine.cli.registry;

import dev.brine.registry.RegisteredSchema;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
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
import java.util.Optional;

/** Schemas that never change while the process runs: those that come with Brine, or none. */
final class FixedStore implements SchemaStore {

    private final RegistryState state;
    private final String location;

    private FixedStore(RegistryState state, String location) {
        this.state = state.apply(new Change.PutMode(Optional.empty(), Optional.of(RegistryMode.READONLY)));
        this.location = location;
    }

    static FixedStore empty(String location) {
        return new FixedStore(RegistryState.empty(), location);
    }

    /** Everything that the registry has now. */
    static FixedStore of(SchemaRegistry registry) {
        RegistryState state = RegistryState.empty();
        for (String subject : registry.subjects()) {
            state = state.apply(
                    new Change.PutLevel(Optional.of(subject), Optional.of(registry.compatibility(subject))));
            for (SchemaVersion version : registry.versions(subject)) {
                RegisteredSchema schema = version.schema();
                state = state.apply(new Change.PutVersion(new StoredVersion(
                        version.name(),
                        StoredSchema.of(schema.id(), SchemaContent.avro(schema.text(), schema.references())),
                        false)));
            }
        }
        return new FixedStore(state, registry.location());
    }

    @Override
    public RegistryState state() {
        return state;
    }

    @Override
    public <R> R execute(Command<R> command) {
        Decision<R> decision = command.decide(state);
        if (!decision.changes().isEmpty()) {
            throw new StoreException(StoreError.NOT_PERMITTED, location + " takes no changes");
        }
        return decision.answer();
    }

    @Override
    public boolean writable() {
        return false;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
