package dev.brine.registry.lint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Values that are not what they look like: logical types that Avro ignores, unions whose branches JSON cannot tell. */
final class ValueRules {

    private static final Map<String, Set<String>> LOGICAL = Map.ofEntries(
            Map.entry("decimal", Set.of("bytes", "fixed")),
            Map.entry("big-decimal", Set.of("bytes")),
            Map.entry("uuid", Set.of("string", "fixed")),
            Map.entry("date", Set.of("int")),
            Map.entry("time-millis", Set.of("int")),
            Map.entry("time-micros", Set.of("long")),
            Map.entry("timestamp-millis", Set.of("long")),
            Map.entry("timestamp-micros", Set.of("long")),
            Map.entry("timestamp-nanos", Set.of("long")),
            Map.entry("local-timestamp-millis", Set.of("long")),
            Map.entry("local-timestamp-micros", Set.of("long")),
            Map.entry("local-timestamp-nanos", Set.of("long")),
            Map.entry("duration", Set.of("fixed")));

    private final Findings findings;

    ValueRules(Findings findings) {
        this.findings = findings;
    }

    void logicalType(JsonNode node, String path) {
        if (!node.has("logicalType")) {
            return;
        }
        String logical = node.path("logicalType").asText("");
        String type = node.path("type").asText("");
        Set<String> under = LOGICAL.get(logical);
        if (under == null) {
            findings.warning(
                    "logical-type-ignored",
                    path + "/logicalType",
                    Findings.shown(logical) + " is no logical type that Avro knows, so values stay plain " + type,
                    "correct the name, or take it out");
        } else if (!under.contains(type)) {
            findings.warning(
                    "logical-type-ignored",
                    path + "/logicalType",
                    logical + " does not go with " + type + ", so Avro ignores it",
                    "use " + String.join(" or ", under.stream().sorted().toList()));
        }
    }

    void union(JsonNode node, String path) {
        Map<String, String> seen = new HashMap<>();
        for (int i = 0; i < node.size(); i++) {
            String type = type(node.get(i));
            String before = seen.putIfAbsent(inJson(type), type);
            if (before != null) {
                findings.warning(
                        "ambiguous-union",
                        path + "/" + i,
                        type + " and " + before + " look alike in plain JSON, where the first that fits is taken",
                        "use fields of their own, or types that differ in JSON");
            }
        }
    }

    private static String type(JsonNode branch) {
        JsonNode type = branch.isObject() ? branch.path("type") : branch;
        return type.isTextual() ? type.textValue() : "a type";
    }

    private static String inJson(String type) {
        return switch (type) {
            case "int", "long", "float", "double" -> "number";
            case "string", "bytes", "enum", "fixed" -> "text";
            case "record", "error", "map" -> "object";
            default -> type;
        };
    }
}
