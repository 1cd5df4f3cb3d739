package dev.brine.registry.directory;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ParsedSchema;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * One released version.
 *
 * @param references which versions the names mean that its text does not define
 * @param number the line's number in the lock, from 1; 0 for a line that is not written yet
 */
record LockLine(
        int id, UUID guid, long fingerprint, SubjectVersion name, List<SchemaReference> references, int number) {

    LockLine {
        requireNonNull(guid, "guid");
        requireNonNull(name, "name");
        references = List.copyOf(references);
    }

    static LockLine of(int id, SubjectVersion name, ParsedSchema schema) {
        return new LockLine(id, schema.guid(), schema.fingerprint(), name, schema.references(), 0);
    }

    /** Whether both say the same about the version, wherever the lines stand. */
    boolean sameRelease(LockLine other) {
        return text().equals(other.text());
    }

    /** The line as it stands in the file, without its end. */
    String text() {
        StringBuilder text = new StringBuilder()
                .append(id)
                .append(' ')
                .append(guid)
                .append(' ')
                .append(HexFormat.of().toHexDigits(fingerprint))
                .append(' ')
                .append(SubjectFolder.of(name.subject()))
                .append(' ')
                .append(name.version());
        for (SchemaReference reference : references) {
            text.append(' ')
                    .append(SubjectFolder.of(reference.name()))
                    .append('=')
                    .append(SubjectFolder.of(reference.subject()))
                    .append(':')
                    .append(reference.version());
        }
        return text.toString();
    }
}
