package dev.brine.registry.parsing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a schema's JSON once, in the order of the text: which names it defines and where, which it uses before or
 * without defining them, and where its shape is not that of a schema. Avro's parser finds faults too, but does not say
 * where they are.
 */
final class NameScan {

    private static final Set<String> PRIMITIVES =
            Set.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");

    private final Map<String, String> defined = new LinkedHashMap<>();
    private final Map<String, ForeignName> foreign = new LinkedHashMap<>();
    private final List<SchemaFault> faults;

    NameScan(List<SchemaFault> faults) {
        this.faults = faults;
    }

    /** Full name to the JSON pointer of its definition. */
    Map<String, String> defined() {
        return defined;
    }

    /** In the order of their first use. */
    List<ForeignName> foreign() {
        return new ArrayList<>(foreign.values());
    }

    void schema(JsonNode node, @Nullable String namespace, String path) {
        if (node.isTextual()) {
            name(node.textValue(), namespace, path);
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                schema(node.get(i), namespace, path + "/" + i);
            }
        } else if (node.isObject()) {
            object(node, namespace, path);
        } else {
            fault(path, "found " + kind(node), "write a type's name, an object with \"type\", or a list of types");
        }
    }

    private void object(JsonNode node, @Nullable String namespace, String path) {
        JsonNode type = node.get("type");
        if (type == null) {
            fault(path, "the object has no \"type\"", "add it");
            return;
        }
        if (!type.isTextual()) {
            schema(type, namespace, path + "/type");
            return;
        }
        switch (type.textValue()) {
            case "record", "error" -> record(node, define(node, namespace, path), path);
            case "enum" -> {
                define(node, namespace, path);
                list(node, "symbols", path);
            }
            case "fixed" -> {
                define(node, namespace, path);
                if (!node.path("size").isInt()) {
                    fault(path, "a fixed needs \"size\"", "add its number of bytes");
                }
            }
            case "array" -> part(node, "items", namespace, path);
            case "map" -> part(node, "values", namespace, path);
            default -> name(type.textValue(), namespace, path + "/type");
        }
    }

    private void record(JsonNode node, @Nullable String namespace, String path) {
        Set<String> names = new HashSet<>();
        JsonNode fields = list(node, "fields", path);
        for (int i = 0; i < fields.size(); i++) {
            JsonNode field = fields.get(i);
            String at = path + "/fields/" + i;
            JsonNode name = field.path("name");
            if (!name.isTextual()) {
                fault(at, "a field needs a \"name\"", "add it");
            } else if (!names.add(name.textValue())) {
                fault(at, "the record already has a field '" + name.textValue() + "'", "give one of them another name");
            }
            part(field, "type", namespace, at);
        }
    }

    private JsonNode list(JsonNode node, String key, String path) {
        JsonNode list = node.path(key);
        if (!list.isArray()) {
            fault(path, "the " + node.get("type").textValue() + " has no list of \"" + key + "\"", "add it");
        }
        return list;
    }

    private void part(JsonNode node, String key, @Nullable String namespace, String path) {
        JsonNode part = node.get(key);
        if (part == null) {
            fault(path, "\"" + key + "\" is missing", "add it");
        } else {
            schema(part, namespace, path + "/" + key);
        }
    }

    /** Notes a definition and returns the namespace within it. */
    private @Nullable String define(JsonNode node, @Nullable String enclosing, String path) {
        JsonNode name = node.path("name");
        if (!name.isTextual()) {
            fault(path, "the " + node.get("type").textValue() + " has no \"name\"", "add it");
            return enclosing;
        }
        String written = name.textValue();
        JsonNode given = node.path("namespace");
        String namespace = given.isTextual() ? given.textValue() : enclosing;
        String full = full(written, namespace);
        String before = defined.putIfAbsent(full, path);
        if (before != null) {
            fault(path, full + " is already defined at " + root(before), "use it by name, or choose another name");
        }
        ForeignName used = foreign.get(full);
        if (used != null) {
            foreign.remove(full);
            faults.add(new SchemaFault(
                    "name-before-definition",
                    root(used.path()),
                    full + " is used here and defined later, at " + root(path),
                    "define it at its first use, and use the name after that"));
        }
        int dot = full.lastIndexOf('.');
        return dot < 0 ? null : full.substring(0, dot);
    }

    private void name(String written, @Nullable String namespace, String path) {
        if (PRIMITIVES.contains(written)) {
            return;
        }
        String full = full(written, namespace);
        if (!defined.containsKey(full) && !defined.containsKey(written)) {
            foreign.putIfAbsent(full, new ForeignName(full, written, path));
        }
    }

    private void fault(String path, String what, String advice) {
        faults.add(new SchemaFault("not-a-schema", root(path), what, advice));
    }

    static String root(String path) {
        return path.isEmpty() ? "/" : path;
    }

    private static String full(String name, @Nullable String namespace) {
        return name.indexOf('.') >= 0 || namespace == null || namespace.isEmpty() ? name : namespace + "." + name;
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().toString().toLowerCase(Locale.ROOT);
    }
}
