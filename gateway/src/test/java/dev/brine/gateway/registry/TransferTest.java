package dev.brine.gateway.registry;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.transfer.RegistryPeer;
import dev.brine.registry.transfer.TransferContract;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What push and pull promise, with this server at the other end. */
@Timeout(60)
final class TransferTest extends TransferContract {

    private final MemoryStore store = new MemoryStore();
    private final Rest rest = Rest.over(store);

    @AfterEach
    void close() {
        rest.close();
    }

    @Override
    protected RegistryPeer peer() {
        return SchemaRegistries.openPeer(rest.url(), Map.of(), true);
    }

    @Override
    protected SchemaStore store() {
        return store;
    }
}
