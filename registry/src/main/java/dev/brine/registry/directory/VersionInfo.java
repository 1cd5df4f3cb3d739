package dev.brine.registry.directory;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ParsedSchema;
import java.util.Optional;

/**
 * One version of a directory, for people.
 *
 * @param file how messages name its file
 * @param level what new versions of its subject must keep
 * @param id empty for a draft
 * @param schema empty when the file cannot be read as a schema
 */
public record VersionInfo(
        SubjectVersion name,
        String file,
        State state,
        CompatibilityLevel level,
        Optional<Integer> id,
        Optional<ParsedSchema> schema) {

    public enum State {
        RELEASED,
        /** The lock does not list it; it is not served. */
        DRAFT,
        /** The lock lists another text under this name. */
        EDITED,
        /** The file is missing or no schema. */
        UNREADABLE
    }

    public VersionInfo {
        requireNonNull(name, "name");
        requireNonNull(file, "file");
        requireNonNull(state, "state");
        requireNonNull(level, "level");
        requireNonNull(id, "id");
        requireNonNull(schema, "schema");
    }
}
