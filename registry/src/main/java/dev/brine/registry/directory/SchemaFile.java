package dev.brine.registry.directory;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.SchemaSyntax;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One version as its file has it. One that an earlier check found in order is read as a schema when somebody asks. For one
 * thread, unless everything in it was read.
 */
final class SchemaFile {

    private final SubjectVersion name;
    private final String file;
    private final Optional<LockLine> line;
    private final Supplier<SchemaSyntax> syntax;
    private final Supplier<Optional<ParsedSchema>> schema;

    /**
     * @param file how messages name the file
     * @param line its line in the lock; empty for a draft
     * @param syntax gives the same each time, as does {@code schema}
     */
    SchemaFile(
            SubjectVersion name,
            String file,
            Optional<LockLine> line,
            Supplier<SchemaSyntax> syntax,
            Supplier<Optional<ParsedSchema>> schema) {
        this.name = requireNonNull(name, "name");
        this.file = requireNonNull(file, "file");
        this.line = requireNonNull(line, "line");
        this.syntax = requireNonNull(syntax, "syntax");
        this.schema = requireNonNull(schema, "schema");
    }

    SubjectVersion name() {
        return name;
    }

    String file() {
        return file;
    }

    Optional<LockLine> line() {
        return line;
    }

    SchemaSyntax syntax() {
        return syntax.get();
    }

    /** Empty when the text has faults, which are among the tree's problems. */
    Optional<ParsedSchema> schema() {
        return schema.get();
    }

    boolean released() {
        return line.isPresent();
    }
}
