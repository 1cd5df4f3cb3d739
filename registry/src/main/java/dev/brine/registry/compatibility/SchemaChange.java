package dev.brine.registry.compatibility;

import static java.util.Objects.requireNonNull;

/**
 * One thing that differs between two schemas.
 *
 * @param kind {@code added}, {@code removed}, {@code renamed}, {@code moved} or {@code changed}
 * @param path JSON pointer into the newer schema, or into the older one for what was removed
 * @param name what people call the place: {@code shippingAddress.street}
 * @param before the older side in words; empty when there is none
 * @param after the newer side in words; empty when there is none
 */
public record SchemaChange(String kind, String path, String name, String before, String after) {

    public SchemaChange {
        requireNonNull(kind, "kind");
        requireNonNull(path, "path");
        requireNonNull(name, "name");
        requireNonNull(before, "before");
        requireNonNull(after, "after");
    }

    /** One line: {@code changed number: int -> long}. */
    @Override
    public String toString() {
        String sides = before.isEmpty() ? after : after.isEmpty() ? before : before + " -> " + after;
        return kind + " " + name + (sides.isEmpty() ? "" : ": " + sides);
    }
}
