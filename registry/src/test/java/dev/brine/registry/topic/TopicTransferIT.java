package dev.brine.registry.topic;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.transfer.RegistryPeer;
import dev.brine.registry.transfer.StorePeer;
import dev.brine.registry.transfer.TransferContract;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

@BrineBroker
@Timeout(120)
final class TopicTransferIT extends TransferContract {

    EmbeddedBroker broker;

    private final String topic = "schemas-" + UUID.randomUUID();
    private @Nullable TopicStore opened;

    @Override
    protected RegistryPeer peer() {
        TopicStore store = store();
        return new StorePeer(store, store::upToDate);
    }

    @Override
    protected TopicStore store() {
        if (opened == null) {
            opened = TopicStore.open(
                    topic, Map.of("bootstrap.servers", broker.bootstrapServers()), true, Duration.ofSeconds(20));
        }
        return opened;
    }

    @AfterEach
    void close() {
        SchemaStore store = opened;
        if (store != null) {
            store.close();
        }
    }
}
