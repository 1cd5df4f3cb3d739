package dev.brine.registry.store;

import dev.brine.registry.InvalidSchemaException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which ids have a fingerprint. It needs every schema parsed, so it is made when somebody first asks, and grows by what
 * is new since the last question.
 */
final class FingerprintIndex {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, TreeSet<Integer>> ids = new HashMap<>();
    private final Set<Integer> indexed = new HashSet<>();
    private @Nullable RegistryState seen;

    List<StoredSchema> find(RegistryState state, long fingerprint) {
        lock.lock();
        try {
            if (seen != state) {
                state.schemas(Contexts.DEFAULT).forEach(schema -> add(state, schema));
                seen = state;
            }
            return ids.getOrDefault(fingerprint, new TreeSet<>()).stream()
                    .map(id -> state.byId(Contexts.DEFAULT, id))
                    .flatMap(Optional::stream)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void add(RegistryState state, StoredSchema schema) {
        if (!schema.content().isAvro() || !indexed.add(schema.id())) {
            return;
        }
        try {
            ids.computeIfAbsent(schema.avro(state).fingerprint(), key -> new TreeSet<>())
                    .add(schema.id());
        } catch (InvalidSchemaException e) {
            // No value was ever written with a schema that cannot be read; whoever asks for its id is told why.
            indexed.add(schema.id());
        }
    }
}
