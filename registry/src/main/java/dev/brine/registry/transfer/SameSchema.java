package dev.brine.registry.transfer;

import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.parsing.ImportedSchema;
import dev.brine.registry.parsing.StoredText;
import dev.brine.registry.store.SchemaContent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether a registry's content is a directory's schema: the same when Avro prints it the same, with the same references. */
final class SameSchema {

    private final Map<SubjectVersion, SchemaVersion> here;

    SameSchema(Map<SubjectVersion, SchemaVersion> here) {
        this.here = here;
    }

    boolean same(SchemaVersion ours, SchemaContent theirs) {
        List<SchemaReference> references = ours.schema().references();
        if (!theirs.isAvro() || !new HashSet<>(references).equals(new HashSet<>(theirs.references()))) {
            return false;
        }
        if (theirs.text().equals(ours.schema().text())) {
            return true;
        }
        List<ImportedSchema> imports = new ArrayList<>();
        for (SchemaReference reference : references) {
            SchemaVersion target = here.get(reference.target());
            if (target == null) {
                return false;
            }
            imports.add(new ImportedSchema(reference, target.schema().schema()));
        }
        try {
            return StoredText.read("the registry's text", theirs.text(), imports, Optional.empty(), Optional.empty())
                    .schema()
                    .toString()
                    .equals(ours.schema().schema().toString());
        } catch (InvalidSchemaException e) {
            // What cannot be read is not what was read here.
            return false;
        }
    }
}
