package dev.brine.registry.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.parsing.SchemaJson;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what is allowed and unwise in a schema. The rules are in {@link CodeRules}, {@link NameRules},
 * {@link EvolutionRules} and {@link ValueRules}; a page of the reference lists them.
 */
public final class SchemaLint {

    private final Findings findings;
    private final CodeRules code;
    private final NameRules names;
    private final EvolutionRules evolution;
    private final ValueRules values;

    private SchemaLint(String file, CompatibilityLevel level) {
        this.findings = new Findings(file);
        this.code = new CodeRules(findings);
        this.names = new NameRules(findings);
        this.evolution = new EvolutionRules(findings, level);
        this.values = new ValueRules(findings);
    }

    /**
     * All findings, in the order of the text. A text that is not JSON has none: {@code check} says what is wrong with it.
     *
     * @param file how findings name the text
     * @param level what new versions of the subject must keep; some things hinder only at some levels
     */
    public static List<Finding> of(String file, String text, CompatibilityLevel level) {
        Optional<JsonNode> json = SchemaJson.read(text);
        if (json.isEmpty()) {
            return List.of();
        }
        SchemaLint lint = new SchemaLint(file, level);
        lint.names.root(json.get());
        lint.schema(json.get(), "");
        return lint.findings.all();
    }

    private void schema(JsonNode node, String path) {
        if (node.isArray()) {
            values.union(node, path);
            for (int i = 0; i < node.size(); i++) {
                schema(node.get(i), path + "/" + i);
            }
        } else if (node.isObject()) {
            object(node, path);
        }
    }

    private void object(JsonNode node, String path) {
        JsonNode type = node.path("type");
        code.properties(node, path);
        if (!type.isTextual()) {
            schema(type, path + "/type");
            return;
        }
        values.logicalType(node, path);
        switch (type.textValue()) {
            case "record", "error" -> {
                named(node, path);
                record(node, path);
            }
            case "enum" -> {
                named(node, path);
                code.symbols(node, path);
                names.symbols(node, path);
                evolution.symbols(node, path);
            }
            case "fixed" -> named(node, path);
            case "array" -> schema(node.path("items"), path + "/items");
            case "map" -> schema(node.path("values"), path + "/values");
            default -> {
                // A primitive, or a name that is defined elsewhere: nothing below it.
            }
        }
    }

    private void named(JsonNode node, String path) {
        code.type(node, path);
        names.type(node, path);
    }

    private void record(JsonNode node, String path) {
        names.fields(node.path("fields"), path);
        for (int i = 0; i < node.path("fields").size(); i++) {
            JsonNode field = node.path("fields").get(i);
            String at = path + "/fields/" + i;
            code.field(field, at);
            names.field(field, at);
            evolution.field(field, at);
            schema(field.path("type"), at + "/type");
        }
    }
}
