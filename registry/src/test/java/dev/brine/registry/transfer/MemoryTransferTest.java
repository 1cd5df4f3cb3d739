package dev.brine.registry.transfer;

import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.SchemaStore;

class MemoryTransferTest extends TransferContract {

    private final MemoryStore store = new MemoryStore();

    @Override
    protected RegistryPeer peer() {
        return new StorePeer(store, store::state);
    }

    @Override
    protected SchemaStore store() {
        return store;
    }
}
