package dev.brine.registry.parsing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** The types with names that a schema reaches. */
public final class NamedTypes {

    private NamedTypes() {}

    /** Every named type that a schema reaches, itself included, in the order of the text. */
    public static Map<String, Schema> of(Schema schema) {
        Map<String, Schema> found = new LinkedHashMap<>();
        collect(schema, found);
        return found;
    }

    private static void collect(Schema schema, Map<String, Schema> found) {
        switch (schema.getType()) {
            case RECORD -> {
                if (found.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collect(field.schema(), found));
                }
            }
            case ENUM, FIXED -> found.putIfAbsent(schema.getFullName(), schema);
            case ARRAY -> collect(schema.getElementType(), found);
            case MAP -> collect(schema.getValueType(), found);
            case UNION -> schema.getTypes().forEach(branch -> collect(branch, found));
            default -> {
                // Primitive types have no names.
            }
        }
    }
}
