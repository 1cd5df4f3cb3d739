package dev.brine.registry.compatibility;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Says what changed from one schema to the next, field by field, in the order of the newer one. */
public final class SchemaDiff {

    private final List<SchemaChange> changes = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SchemaDiff() {}

    /** Everything that differs, documentation and properties included; empty when the two say the same. */
    public static List<SchemaChange> between(Schema before, Schema after) {
        SchemaDiff diff = new SchemaDiff();
        diff.compare(before, after, "", "");
        return diff.changes;
    }

    private void compare(Schema before, Schema after, String path, String name) {
        if (before.getType() != after.getType()
                || !Objects.equals(nameOf(before), nameOf(after))
                || !Objects.equals(before.getLogicalType(), after.getLogicalType())) {
            add("changed", path, name, SchemaWords.of(before), SchemaWords.of(after));
        }
        if (before.getType() != after.getType()) {
            return;
        }
        switch (after.getType()) {
            case RECORD -> record(before, after, path, name);
            case ENUM -> enumeration(before, after, path, name);
            case FIXED -> value(path + "/size", name + " size", before.getFixedSize(), after.getFixedSize());
            case ARRAY -> compare(before.getElementType(), after.getElementType(), path + "/items", name + "[]");
            case MAP -> compare(before.getValueType(), after.getValueType(), path + "/values", name + "{}");
            case UNION -> union(before, after, path, name);
            default -> properties(before, after, path, name);
        }
    }

    private void record(Schema before, Schema after, String path, String name) {
        if (!seen.add(after.getFullName())) {
            return;
        }
        named(before, after, path, name);
        Map<String, Schema.Field> old = new HashMap<>();
        before.getFields().forEach(field -> old.put(field.name(), field));
        List<Schema.Field> kept = new ArrayList<>();
        for (Schema.Field field : after.getFields()) {
            String at = path + "/fields/" + field.pos();
            String called = name.isEmpty() ? field.name() : name + "." + field.name();
            Schema.Field was = old.remove(field.name());
            if (was == null) {
                was = field.aliases().stream()
                        .filter(old::containsKey)
                        .findFirst()
                        .map(old::remove)
                        .orElse(null);
                if (was != null) {
                    add("renamed", at, called, was.name(), field.name());
                }
            }
            if (was == null) {
                add("added", at, called, "", SchemaWords.of(field.schema()) + defaultOf(field));
            } else {
                kept.add(was);
                field(was, field, at, called);
            }
        }
        before.getFields().stream()
                .filter(field -> old.containsKey(field.name()))
                .forEach(field -> add(
                        "removed",
                        path + "/fields/" + field.pos(),
                        name.isEmpty() ? field.name() : name + "." + field.name(),
                        SchemaWords.of(field.schema()),
                        ""));
        if (!inOrder(kept)) {
            add("moved", path + "/fields", name.isEmpty() ? "fields" : name, "", "the fields stand in another order");
        }
    }

    private static boolean inOrder(List<Schema.Field> fields) {
        for (int i = 1; i < fields.size(); i++) {
            if (fields.get(i).pos() < fields.get(i - 1).pos()) {
                return false;
            }
        }
        return true;
    }

    private void field(Schema.Field before, Schema.Field after, String path, String name) {
        if (!Objects.deepEquals(before.defaultVal(), after.defaultVal())) {
            add("changed", path + "/default", name + " default", words(before), words(after));
        }
        value(path + "/doc", name + " doc", before.doc(), after.doc());
        value(path + "/order", name + " order", before.order(), after.order());
        props(before, after, path, name);
        compare(before.schema(), after.schema(), path + "/type", name);
    }

    private void enumeration(Schema before, Schema after, String path, String name) {
        named(before, after, path, name);
        List<String> added = new ArrayList<>(after.getEnumSymbols());
        added.removeAll(before.getEnumSymbols());
        List<String> removed = new ArrayList<>(before.getEnumSymbols());
        removed.removeAll(after.getEnumSymbols());
        if (!added.isEmpty()) {
            add("added", path + "/symbols", name, "", "symbols " + String.join(", ", added));
        }
        if (!removed.isEmpty()) {
            add("removed", path + "/symbols", name, "symbols " + String.join(", ", removed), "");
        }
        if (added.isEmpty() && removed.isEmpty() && !before.getEnumSymbols().equals(after.getEnumSymbols())) {
            add("moved", path + "/symbols", name, "", "the symbols stand in another order");
        }
        value(path + "/default", name + " default", before.getEnumDefault(), after.getEnumDefault());
    }

    private void union(Schema before, Schema after, String path, String name) {
        Map<String, Schema> old = new TreeMap<>();
        before.getTypes().forEach(branch -> old.put(branch.getFullName(), branch));
        for (int i = 0; i < after.getTypes().size(); i++) {
            Schema branch = after.getTypes().get(i);
            Schema was = old.remove(branch.getFullName());
            if (was == null) {
                add("added", path + "/" + i, name, "", "branch " + SchemaWords.of(branch));
            } else {
                compare(was, branch, path + "/" + i, name);
            }
        }
        old.values().forEach(branch -> add("removed", path, name, "branch " + SchemaWords.of(branch), ""));
        if (!order(before).equals(order(after)) && Set.copyOf(order(before)).equals(Set.copyOf(order(after)))) {
            add("moved", path, name, "", "the branches stand in another order");
        }
    }

    private static List<String> order(Schema union) {
        return union.getTypes().stream().map(Schema::getFullName).toList();
    }

    private void named(Schema before, Schema after, String path, String name) {
        String called = name.isEmpty() ? after.getFullName() : name;
        value(path + "/doc", called + " doc", before.getDoc(), after.getDoc());
        value(path + "/aliases", called + " aliases", before.getAliases(), after.getAliases());
        properties(before, after, path, called);
    }

    private void properties(Schema before, Schema after, String path, String name) {
        if (Objects.equals(before.getLogicalType(), after.getLogicalType())) {
            props(before, after, path, name);
        }
    }

    private void props(JsonProperties before, JsonProperties after, String path, String name) {
        Map<String, Object> old = before.getObjectProps();
        Map<String, Object> now = after.getObjectProps();
        Set<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        keys.forEach(key -> value(path + "/" + key, name + " " + key, old.get(key), now.get(key)));
    }

    private void value(String path, String name, @Nullable Object before, @Nullable Object after) {
        if (!Objects.equals(before, after)) {
            add(
                    "changed",
                    path,
                    name,
                    Objects.requireNonNullElse(before, "none").toString(),
                    Objects.requireNonNullElse(after, "none").toString());
        }
    }

    private static String words(Schema.Field field) {
        return field.hasDefaultValue() ? defaultText(field) : "none";
    }

    private static String defaultOf(Schema.Field field) {
        return field.hasDefaultValue() ? ", default " + defaultText(field) : ", without default";
    }

    private static String defaultText(Schema.Field field) {
        Object value = field.defaultVal();
        if (value == JsonProperties.NULL_VALUE) {
            return "null";
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    }

    private static @Nullable String nameOf(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, ENUM, FIXED -> schema.getFullName();
            default -> null;
        };
    }

    private void add(String kind, String path, String name, String before, String after) {
        changes.add(
                new SchemaChange(kind, path.isEmpty() ? "/" : path, name.isEmpty() ? "value" : name, before, after));
    }
}
