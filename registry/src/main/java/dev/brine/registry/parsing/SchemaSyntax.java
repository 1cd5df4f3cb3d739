package dev.brine.registry.parsing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.registry.InvalidSchemaException;
import dev.brine.registry.SchemaReference;
import dev.brine.registry.SubjectVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/** A text that was read but whose foreign names are still to be found. At most 1 MiB of characters, nested 200 deep. */
public final class SchemaSyntax {

    private final String text;
    private final Map<String, String> defined;
    private final List<ForeignName> foreign;
    private final List<SchemaFault> faults;

    private SchemaSyntax(
            String text, Map<String, String> defined, List<ForeignName> foreign, List<SchemaFault> faults) {
        this.text = text;
        this.defined = defined;
        this.foreign = List.copyOf(foreign);
        this.faults = List.copyOf(faults);
    }

    /** Never throws: what is wrong with the text is in {@link #faults()}. */
    public static SchemaSyntax read(String text) {
        List<SchemaFault> faults = new ArrayList<>();
        JsonNode json = JsonText.read(text, faults);
        NameScan names = new NameScan(faults);
        if (faults.isEmpty()) {
            names.schema(json, null, "");
        }
        return new SchemaSyntax(text, names.defined(), names.foreign(), faults);
    }

    /** What is wrong already, whatever the foreign names turn out to be. */
    public List<SchemaFault> faults() {
        return faults;
    }

    /** The names that must come from elsewhere, in the order of their first use. */
    public List<ForeignName> foreignNames() {
        return foreign;
    }

    /** The full names that the text defines, each with the JSON pointer of its definition, in the order of the text. */
    public Map<String, String> definedNames() {
        return Collections.unmodifiableMap(defined);
    }

    /** Makes the schema, with the references as given and in that order. */
    public ParseResult resolve(List<ImportedSchema> imports) {
        List<SchemaFault> found = new ArrayList<>(faults);
        Map<String, Schema> scope = scope(imports, found);
        for (ForeignName name : foreign) {
            if (!scope.containsKey(name.full()) && !scope.containsKey(name.written())) {
                found.add(unresolved(name));
            }
        }
        defined.forEach((name, path) -> {
            if (scope.containsKey(name)) {
                found.add(new SchemaFault(
                        "name-defined-twice",
                        NameScan.root(path),
                        name + " is defined here, and a referenced subject defines it too",
                        "delete this definition and use the name"));
            }
        });
        return found.isEmpty() ? parse(scope.values(), imports) : new ParseResult.Refused(found);
    }

    /** As {@link #resolve}, for callers who have one text and want it or nothing. {@code what} begins the message. */
    public ParsedSchema resolveOrThrow(String what, List<ImportedSchema> imports) {
        ParseResult result = resolve(imports);
        if (result instanceof ParseResult.Refused refused) {
            throw new InvalidSchemaException(what + " is not a valid schema: "
                    + refused.faults().stream().map(SchemaFault::toString).collect(Collectors.joining("\n  ")));
        }
        return ((ParseResult.Parsed) result).schema();
    }

    private static Map<String, Schema> scope(List<ImportedSchema> imports, List<SchemaFault> found) {
        Map<String, Schema> scope = new LinkedHashMap<>();
        Map<String, SubjectVersion> from = new LinkedHashMap<>();
        for (ImportedSchema imported : imports) {
            SchemaReference reference = imported.reference();
            Map<String, Schema> types = NamedTypes.of(imported.schema());
            if (!types.containsKey(reference.name())) {
                found.add(new SchemaFault(
                        "reference-without-name",
                        "/",
                        reference.target() + " is referenced for " + reference.name() + " but defines "
                                + types.keySet(),
                        "name one of those, or another subject or version"));
            }
            types.forEach((name, type) -> {
                Schema before = scope.putIfAbsent(name, type);
                if (before != null && !before.equals(type)) {
                    found.add(new SchemaFault(
                            "reference-conflict",
                            "/",
                            name + " comes from " + from.get(name) + " and, defined otherwise, from "
                                    + reference.target(),
                            "reference versions that agree about it"));
                }
                from.putIfAbsent(name, reference.target());
            });
        }
        return scope;
    }

    private static SchemaFault unresolved(ForeignName name) {
        return new SchemaFault(
                "unresolved-name",
                NameScan.root(name.path()),
                "nothing defines the type " + name.full(),
                "correct the name, define the type before its first use, or make it a subject of its own: "
                        + name.full() + "/v1.avsc");
    }

    private ParseResult parse(Collection<Schema> types, List<ImportedSchema> imports) {
        List<SchemaReference> references =
                imports.stream().map(ImportedSchema::reference).toList();
        try {
            Schema schema = new Schema.Parser().addTypes(types).parse(text);
            String stored = stored(schema, types);
            return new ParseResult.Parsed(new ParsedSchema(
                    schema,
                    stored,
                    references,
                    SchemaGuid.of(stored, references),
                    SchemaNormalization.parsingFingerprint64(schema)));
        } catch (RuntimeException e) {
            // Avro's parser answers to odd JSON with whatever exception comes first, also null pointers and casts.
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return new ParseResult.Refused(List.of(new SchemaFault(
                    "not-a-schema",
                    "/",
                    "Avro does not take it: " + message.lines().findFirst().orElse(message),
                    "see Avro's specification")));
        }
    }

    // Deprecated without a replacement, and the form that Confluent's server stores and hashes.
    @SuppressWarnings("deprecation")
    private static String stored(Schema schema, Collection<Schema> types) {
        return schema.toString(types, false);
    }
}
