package dev.brine.gateway.registry;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.directory.DirectoryStore;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.SchemaStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The contract of registries, kept by the HTTP registry over our own server. */
@Timeout(60)
final class HttpRegistryTest {

    abstract static class OverServer extends SchemaRegistryContract {

        private final List<Rest> servers = new ArrayList<>();

        abstract SchemaStore store();

        @Override
        protected SchemaRegistry registryWith(List<Registered> registrations) {
            Rest rest = Rest.over(store());
            servers.add(rest);
            SchemaRegistry registry = SchemaRegistries.open(rest.url(), Map.of());
            registrations.forEach(one -> registry.register(one.subject(), one.text(), one.references()));
            return registry;
        }

        @AfterEach
        void close() {
            servers.forEach(Rest::close);
        }
    }

    @Nested
    final class OverMemory extends OverServer {

        @Override
        SchemaStore store() {
            return new MemoryStore();
        }
    }

    @Nested
    final class OverADirectory extends OverServer {

        @TempDir
        private Path directory;

        @Override
        SchemaStore store() {
            return DirectoryStore.open(directory, true);
        }
    }
}
