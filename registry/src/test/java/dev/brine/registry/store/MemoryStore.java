package dev.brine.registry.store;

import java.util.concurrent.atomic.AtomicReference;

/** A store that forgets, for tests. */
public final class MemoryStore implements SchemaStore {

    private final AtomicReference<RegistryState> state = new AtomicReference<>(RegistryState.empty());

    @Override
    public RegistryState state() {
        return state.get();
    }

    @Override
    public <R> R execute(Command<R> command) {
        while (true) {
            RegistryState before = state.get();
            Decision<R> decision = command.decide(before);
            if (state.compareAndSet(before, before.apply(decision.changes()))) {
                return decision.answer();
            }
        }
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public String location() {
        return "memory";
    }

    @Override
    public void close() {
        // Holds nothing but memory.
    }
}
