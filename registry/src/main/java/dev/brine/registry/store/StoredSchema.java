package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.parsing.ParsedSchema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A content under the id that its context gave it. Equal when id and guid are. */
public final class StoredSchema {

    private final int id;
    private final UUID guid;
    private final SchemaContent content;

    // Parsing is left until somebody asks: most of a large registry is never looked at by one process.
    private volatile @Nullable ParsedSchema parsed;

    private StoredSchema(int id, UUID guid, SchemaContent content) {
        this.id = id;
        this.guid = guid;
        this.content = content;
    }

    /** @throws IllegalArgumentException if the id is not 1 or more */
    public static StoredSchema of(int id, SchemaContent content) {
        if (id < 1) {
            throw new IllegalArgumentException("a schema id must be 1 or more: " + id);
        }
        return new StoredSchema(id, requireNonNull(content, "content").guid(), content);
    }

    public int id() {
        return id;
    }

    public UUID guid() {
        return guid;
    }

    public SchemaContent content() {
        return content;
    }

    /**
     * The schema, read as it was stored: what was accepted once is not judged again by stricter rules.
     *
     * @param state where its references are found
     * @throws InvalidSchemaException if it is not an Avro schema, or cannot be read any more
     */
    public ParsedSchema avro(RegistryState state) {
        ParsedSchema known = parsed;
        if (known == null) {
            known = StoredAvro.read(this, state);
            parsed = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredSchema that && id == that.id && guid.equals(that.guid);
    }

    @Override
    public int hashCode() {
        return 31 * id + guid.hashCode();
    }

    @Override
    public String toString() {
        return "schema " + id + " (" + content.type() + ")";
    }
}
