package dev.brine.gateway.flow;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaVersion;
import org.jspecify.annotations.Nullable;

/**
 * Where a record is now, in every in-sync replica.
 *
 * @param schema the version it was written with; null for tombstones and dead letters
 */
public record Acknowledged(
        String topic, int partition, long offset, @Nullable SchemaVersion schema) {

    public Acknowledged {
        requireNonNull(topic, "topic");
    }
}
