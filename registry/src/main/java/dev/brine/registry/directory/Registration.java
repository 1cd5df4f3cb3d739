package dev.brine.registry.directory;

import dev.brine.registry.Compatibility;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.IncompatibleSchemaException;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.compatibility.CompatibilityCheck;
import dev.brine.registry.compatibility.NamedSchema;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.SchemaSyntax;
import java.util.List;
import java.util.Optional;

/**
 * A schema that somebody wants to register, held against what a directory has.
 *
 * @param known the version that already has this schema
 * @param next the version that it would become
 */
record Registration(ParsedSchema schema, Optional<SchemaVersion> known, SubjectVersion next) {

    /**
     * @throws InvalidSchemaException if the text is no schema or a reference does not resolve
     * @throws IncompatibleSchemaException if the subject's level forbids it
     */
    static Registration of(Snapshot snapshot, String name, String text, List<SchemaReference> references) {
        String subject = snapshot.subject(name);
        List<SchemaVersion> versions = snapshot.versions(subject);
        List<ImportedSchema> imports =
                references.stream().map(one -> imported(snapshot, one)).toList();
        ParsedSchema schema = SchemaSyntax.read(text).resolveOrThrow("the text for " + subject, imports);
        Optional<SchemaVersion> known = versions.stream()
                .filter(version -> version.schema().guid().equals(schema.guid()))
                .findFirst();
        SubjectVersion next = new SubjectVersion(subject, versions.size() + 1);
        if (known.isEmpty()) {
            requireCompatible(snapshot.settings().level(subject), next, schema, versions);
        }
        return new Registration(schema, known, next);
    }

    private static ImportedSchema imported(Snapshot snapshot, SchemaReference reference) {
        SchemaVersion target = snapshot.version(reference.subject(), reference.version())
                .orElseThrow(() -> new InvalidSchemaException("the reference to " + reference.name() + " leads to "
                        + reference.target() + ", which is not registered; register it first"));
        return new ImportedSchema(reference, target.schema().schema());
    }

    private static void requireCompatible(
            CompatibilityLevel level, SubjectVersion next, ParsedSchema schema, List<SchemaVersion> versions) {
        NamedSchema candidate = new NamedSchema(next.toString(), schema.schema());
        Compatibility found = CompatibilityCheck.check(
                level, candidate, versions.stream().map(NamedSchema::of).toList());
        if (found instanceof Compatibility.Broken broken) {
            throw IncompatibleSchemaException.of(next, broken);
        }
    }
}
