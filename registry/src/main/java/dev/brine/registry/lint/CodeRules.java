package dev.brine.registry.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a schema must not carry into generated sources (CVE-2025-33042): names that are not names, documentation that
 * ends the comment it is put into, and properties that generators take for Java.
 */
final class CodeRules {

    private static final List<String> CLASSES = List.of("java-class", "java-key-class", "java-element-class");

    private final Findings findings;

    CodeRules(Findings findings) {
        this.findings = findings;
    }

    void type(JsonNode node, String path) {
        name(node.path("name"), path + "/name", true);
        name(node.path("namespace"), path + "/namespace", true);
        aliases(node, path, true);
        doc(node, path);
    }

    void field(JsonNode field, String path) {
        name(field.path("name"), path + "/name", false);
        aliases(field, path, false);
        doc(field, path);
        properties(field, path);
    }

    void symbols(JsonNode node, String path) {
        JsonNode symbols = node.path("symbols");
        for (int i = 0; i < symbols.size(); i++) {
            name(symbols.get(i), path + "/symbols/" + i, false);
        }
    }

    void properties(JsonNode node, String path) {
        if (node.has("javaAnnotation")) {
            findings.error(
                    "java-annotation",
                    path + "/javaAnnotation",
                    "generators copy this property into Java sources as it stands",
                    "take it out; annotate your own classes instead");
        }
        for (String property : CLASSES) {
            if (node.has(property)) {
                findings.warning(
                        "java-class",
                        path + "/" + property,
                        "the schema names a class for readers to make, which Brine ignores and others refuse or, worse, do",
                        "take it out and use a logical type");
            }
        }
    }

    private void aliases(JsonNode node, String path, boolean dotted) {
        JsonNode aliases = node.path("aliases");
        for (int i = 0; i < aliases.size(); i++) {
            name(aliases.get(i), path + "/aliases/" + i, dotted);
        }
    }

    private void name(JsonNode name, String at, boolean dotted) {
        // An empty namespace is Avro's way to say that there is none.
        if (name.isTextual() && !name.textValue().isEmpty() && !isName(name.textValue(), dotted)) {
            findings.error(
                    "unsafe-name",
                    at,
                    Findings.shown(name.textValue())
                            + " is not a name, and would stand in generated sources as it is written here",
                    "use letters, digits and _, and no digit first");
        }
    }

    private static boolean isName(String text, boolean dotted) {
        boolean start = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.' && dotted && !start) {
                start = true;
            } else if (Character.isLetter(c) || c == '_' || !start && Character.isDigit(c)) {
                start = false;
            } else {
                return false;
            }
        }
        return !start;
    }

    private void doc(JsonNode node, String path) {
        String doc = node.path("doc").asText("");
        // Java reads backslash, u and four digits as a character before it looks for the end of a comment.
        if (doc.contains("*/") || doc.contains("\\u")) {
            findings.error(
                    "unsafe-doc",
                    path + "/doc",
                    "the text can end the comment that generators put it into, and what follows would be code",
                    "write it without */ and without \\u");
        }
    }
}
