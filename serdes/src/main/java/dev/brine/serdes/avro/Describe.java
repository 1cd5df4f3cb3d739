package dev.brine.serdes.avro;

import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Schemas and objects in a few words, for messages. Never says what an object holds. */
final class Describe {

    private Describe() {}

    static String schema(Schema schema) {
        String name =
                switch (schema.getType()) {
                    case RECORD, ENUM, FIXED -> schema.getType().getName() + " " + schema.getFullName();
                    case ARRAY -> "array of " + schema(schema.getElementType());
                    case MAP -> "map of " + schema(schema.getValueType());
                    case UNION ->
                        schema.getTypes().stream().map(Describe::schema).collect(Collectors.joining(", ", "[", "]"));
                    default -> schema.getType().getName();
                };
        LogicalType logical = schema.getLogicalType();
        return logical == null ? name : name + " (" + logical.getName() + ")";
    }

    static String found(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getTypeName();
    }

    /** A path one step deeper. */
    static String path(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    static String place(String path) {
        return path.isEmpty() ? "the value" : "field " + path;
    }
}
