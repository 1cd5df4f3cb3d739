package dev.brine.serdes.pickle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The registered classes: data that says what else but Python's own types a pickle may hold. Immutable.
 *
 * <p>As JSON, one object a class; a nested class is written with a colon behind the module:
 *
 * <pre>
 * [{"class": "app.models.Order", "fields": ["id", "total"]},
 *  {"class": "app.models.Colour", "enum": true},
 *  {"class": "app.models:Order.Tags", "dict": true}]
 * </pre>
 */
public final class PickleShapes {

    /** No class at all. */
    public static final PickleShapes NONE = new PickleShapes(List.of());

    private final Map<String, Map<String, ClassName>> byModule = new HashMap<>();
    private final List<PickleShape> all;

    /** A registered class where a value is expected: a name, no more. */
    record ClassName(PickleShape shape) implements Inert {
        @Override
        public String display() {
            return shape.className();
        }
    }

    private PickleShapes(Collection<PickleShape> shapes) {
        all = List.copyOf(shapes);
        for (PickleShape shape : all) {
            byModule.computeIfAbsent(shape.module(), m -> new HashMap<>())
                    .putIfAbsent(shape.name(), new ClassName(shape));
        }
    }

    /** The first of several shapes of one class counts. */
    public static PickleShapes of(Collection<PickleShape> shapes) {
        return shapes.isEmpty() ? NONE : new PickleShapes(shapes);
    }

    /**
     * The records and enums of a schema that have a namespace: full name and aliases are names of Python classes.
     *
     * <p>Unknown attributes are left to the schema to refuse, because it can say where they are.
     */
    public static PickleShapes of(Schema schema) {
        List<PickleShape> shapes = new ArrayList<>();
        collect(schema, shapes, new IdentityHashMap<>());
        return of(shapes);
    }

    /** @throws IllegalArgumentException saying which entry is wrong */
    public static PickleShapes parse(String json) {
        JsonNode root;
        try {
            root = JsonMapper.builder().build().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the list of classes is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isArray()) {
            throw new IllegalArgumentException(
                    "the list of classes must be a JSON array of objects such as {\"class\":\"app.Order\",\"fields\":[\"id\"]}");
        }
        List<PickleShape> shapes = new ArrayList<>();
        for (JsonNode entry : root) {
            shapes.add(entry(entry, shapes.size()));
        }
        return of(shapes);
    }

    /** These and others; these count first. */
    public PickleShapes and(PickleShapes others) {
        if (all.isEmpty() || others.all.isEmpty()) {
            return all.isEmpty() ? others : this;
        }
        List<PickleShape> both = new ArrayList<>(all);
        both.addAll(others.all);
        return of(both);
    }

    public List<PickleShape> all() {
        return all;
    }

    @Nullable
    ClassName find(String module, String name) {
        Map<String, ClassName> names = byModule.get(module);
        return names == null ? null : names.get(name);
    }

    private static PickleShape entry(JsonNode entry, int index) {
        String text = entry.path("class").asText("");
        int colon = text.indexOf(':');
        int split = colon >= 0 ? colon : text.lastIndexOf('.');
        boolean isEnum = entry.path("enum").asBoolean();
        boolean isDict = entry.path("dict").asBoolean();
        if (split < 1 || split == text.length() - 1 || (isEnum && isDict)) {
            throw new IllegalArgumentException("class " + index
                    + " of the list: \"class\" must be module.Class or module:Outer.Inner, with \"fields\", or \"enum\""
                    + " or \"dict\" true: " + text);
        }
        List<String> fields = new ArrayList<>();
        for (JsonNode field : entry.path("fields")) {
            fields.add(field.asText());
        }
        PickleShape.Kind kind =
                isEnum ? PickleShape.Kind.ENUM : isDict ? PickleShape.Kind.DICT : PickleShape.Kind.RECORD;
        return new PickleShape(text.substring(0, split), text.substring(split + 1), kind, fields, false);
    }

    private static void collect(Schema schema, List<PickleShape> into, Map<Schema, Boolean> seen) {
        if (seen.put(schema, true) != null) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> {
                List<String> fields =
                        schema.getFields().stream().map(Schema.Field::name).toList();
                name(schema.getFullName(), PickleShape.Kind.RECORD, fields, into);
                for (String alias : aliases(schema)) {
                    name(alias, PickleShape.Kind.RECORD, fields, into);
                }
                schema.getFields().forEach(field -> collect(field.schema(), into, seen));
            }
            case ENUM -> {
                name(schema.getFullName(), PickleShape.Kind.ENUM, List.of(), into);
                for (String alias : aliases(schema)) {
                    name(alias, PickleShape.Kind.ENUM, List.of(), into);
                }
            }
            case ARRAY -> collect(schema.getElementType(), into, seen);
            case MAP -> collect(schema.getValueType(), into, seen);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, into, seen));
            default -> {
                // Python writes these without naming a class.
            }
        }
    }

    private static Set<String> aliases(Schema schema) {
        return schema.getAliases();
    }

    private static void name(String fullName, PickleShape.Kind kind, List<String> fields, List<PickleShape> into) {
        int dot = fullName.lastIndexOf('.');
        if (dot > 0) {
            into.add(new PickleShape(fullName.substring(0, dot), fullName.substring(dot + 1), kind, fields, true));
        }
    }
}
