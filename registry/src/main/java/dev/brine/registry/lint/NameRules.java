package dev.brine.registry.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How things are called, and whether anybody says what they are. */
final class NameRules {

    private static final Pattern TYPE = Pattern.compile("\\p{Lu}[\\p{L}\\p{Nd}]*");
    private static final Pattern FIELD =
            Pattern.compile("\\p{Ll}[\\p{L}\\p{Nd}]*|\\p{Ll}[\\p{Ll}\\p{Nd}]*(_[\\p{Ll}\\p{Nd}]+)*");
    private static final Pattern SYMBOL = Pattern.compile("\\p{Lu}[\\p{Lu}\\p{Nd}]*(_[\\p{Lu}\\p{Nd}]+)*");
    private static final Pattern NAMESPACE = Pattern.compile("[\\p{Ll}\\p{Nd}_]+(\\.[\\p{Ll}\\p{Nd}_]+)*");
    private static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");
    private static final Set<String> KEYWORDS = Set.of(
            "abstract",
            "assert",
            "boolean",
            "break",
            "byte",
            "case",
            "catch",
            "char",
            "class",
            "const",
            "continue",
            "default",
            "do",
            "double",
            "else",
            "enum",
            "extends",
            "false",
            "final",
            "finally",
            "float",
            "for",
            "goto",
            "if",
            "implements",
            "import",
            "instanceof",
            "int",
            "interface",
            "long",
            "native",
            "new",
            "null",
            "package",
            "private",
            "protected",
            "public",
            "return",
            "short",
            "static",
            "strictfp",
            "super",
            "switch",
            "synchronized",
            "this",
            "throw",
            "throws",
            "transient",
            "true",
            "try",
            "void",
            "volatile",
            "while");

    private final Findings findings;

    NameRules(Findings findings) {
        this.findings = findings;
    }

    void root(JsonNode node) {
        String name = node.path("name").asText("");
        boolean bare = node.path("namespace").asText("").isEmpty() && name.indexOf('.') < 0;
        if (NAMED.contains(node.path("type").asText("")) && !name.isEmpty() && bare) {
            findings.warning(
                    "no-namespace",
                    "",
                    name + " has no namespace, so its generated class has no package and two of that name meet",
                    "add a \"namespace\" while there are no records; it is part of the type's name");
        }
    }

    void type(JsonNode node, String path) {
        String name = node.path("name").asText("");
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (!last.isEmpty() && !TYPE.matcher(last).matches()) {
            findings.warning(
                    "type-name", path + "/name", last + " is not written as types are", "write it as in OrderStatus");
        }
        String namespace = node.path("namespace").asText("");
        if (!namespace.isEmpty() && !NAMESPACE.matcher(namespace).matches()) {
            findings.warning(
                    "namespace-name",
                    path + "/namespace",
                    Findings.shown(namespace) + " is not written as namespaces are",
                    "write it in lower case with dots, as in com.example.shop");
        }
        keyword(last, path + "/name");
        for (String part : namespace.split("\\.")) {
            keyword(part, path + "/namespace");
        }
        docs(node, path);
    }

    /** One finding for a type and its fields: a list as long as the schema would not be read. */
    private void docs(JsonNode node, String path) {
        List<String> without = new ArrayList<>();
        node.path("fields").forEach(field -> {
            if (field.path("doc").asText("").isBlank()) {
                without.add(field.path("name").asText("?"));
            }
        });
        boolean none = node.path("doc").asText("").isBlank();
        if (!none && without.isEmpty()) {
            return;
        }
        String fields = String.join(", ", without.subList(0, Math.min(8, without.size())))
                + (without.size() > 8 ? " and " + (without.size() - 8) + " more" : "");
        String type = node.path("name").asText("the type");
        findings.warning(
                "missing-doc",
                path,
                without.isEmpty()
                        ? type + " has no doc"
                        : (none ? type + " has no doc, nor have its fields " : "no doc have the fields ") + fields,
                "say in \"doc\" what it means, in which unit, and when it is absent");
    }

    void fields(JsonNode fields, String path) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.get(i).path("name").asText("");
            String before = seen.putIfAbsent(name.toLowerCase(Locale.ROOT).replace("_", ""), name);
            if (before != null && !before.equals(name)) {
                findings.warning(
                        "fields-alike",
                        path + "/fields/" + i + "/name",
                        name + " and " + before + " have the same getter in generated classes",
                        "give one of them another name");
            }
        }
    }

    void field(JsonNode field, String path) {
        String name = field.path("name").asText("");
        if (!name.isEmpty() && !FIELD.matcher(name).matches()) {
            findings.warning(
                    "field-name",
                    path + "/name",
                    Findings.shown(name) + " is not written as fields are",
                    "write it as in orderId or order_id");
        }
        keyword(name, path + "/name");
    }

    void symbols(JsonNode node, String path) {
        JsonNode symbols = node.path("symbols");
        for (int i = 0; i < symbols.size(); i++) {
            String symbol = symbols.get(i).asText("");
            if (!SYMBOL.matcher(symbol).matches()) {
                findings.warning(
                        "symbol-name",
                        path + "/symbols/" + i,
                        Findings.shown(symbol) + " is not written as symbols are",
                        "write it as in IN_TRANSIT");
            }
        }
    }

    private void keyword(String name, String at) {
        if (KEYWORDS.contains(name)) {
            findings.warning(
                    "java-keyword",
                    at,
                    name + " is a word of Java, so generated code has " + name + "$",
                    "choose another");
        }
    }
}
