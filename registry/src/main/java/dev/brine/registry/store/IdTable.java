package dev.brine.registry.store;

import dev.brine.registry.SubjectVersion;
import java.util.Optional;
import java.util.UUID;

/**
 * The ids of one context. An id is kept as long as a version carries it, deleted or not; the highest one is remembered
 * even then.
 */
record IdTable(
        PersistentMap<Integer, Entry> byId, PersistentMap<UUID, PersistentMap<Integer, Boolean>> byGuid, int highest) {

    /** A schema and the versions that carry it. */
    record Entry(StoredSchema schema, PersistentMap<SubjectVersion, Boolean> names) {}

    static IdTable empty() {
        return new IdTable(PersistentMap.empty(), PersistentMap.empty(), 0);
    }

    /** The lowest id of this content. */
    Optional<Integer> idOf(UUID guid) {
        return byGuid.get(guid).map(ids -> ids.keys().get(0));
    }

    /** The schema first seen under an id stays, also if a damaged log has another one later. */
    IdTable with(SubjectVersion name, StoredSchema schema) {
        Entry entry = byId.get(schema.id()).orElseGet(() -> new Entry(schema, PersistentMap.empty()));
        UUID guid = entry.schema().guid();
        PersistentMap<Integer, Boolean> ids = byGuid.get(guid).orElseGet(PersistentMap::empty);
        return new IdTable(
                byId.with(schema.id(), new Entry(entry.schema(), entry.names().with(name, true))),
                byGuid.with(guid, ids.with(schema.id(), true)),
                Math.max(highest, schema.id()));
    }

    IdTable without(SubjectVersion name, StoredSchema schema) {
        Optional<Entry> entry = byId.get(schema.id());
        if (entry.isEmpty()) {
            return this;
        }
        PersistentMap<SubjectVersion, Boolean> names = entry.get().names().without(name);
        if (!names.isEmpty()) {
            return new IdTable(byId.with(schema.id(), new Entry(entry.get().schema(), names)), byGuid, highest);
        }
        UUID guid = entry.get().schema().guid();
        PersistentMap<Integer, Boolean> ids =
                byGuid.get(guid).orElseGet(PersistentMap::empty).without(schema.id());
        return new IdTable(
                byId.without(schema.id()), ids.isEmpty() ? byGuid.without(guid) : byGuid.with(guid, ids), highest);
    }
}
