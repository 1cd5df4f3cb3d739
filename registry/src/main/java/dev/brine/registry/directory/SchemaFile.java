package dev.brine.registry.directory;

import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.SchemaSyntax;
import java.util.Optional;

/**
 * One version as its file has it.
 *
 * @param file how messages name the file
 * @param line its line in the lock; empty for a draft
 * @param schema empty when the text has faults, which are among the tree's problems
 */
record SchemaFile(
        SubjectVersion name, String file, SchemaSyntax syntax, Optional<LockLine> line, Optional<ParsedSchema> schema) {

    boolean released() {
        return line.isPresent();
    }
}
