package dev.brine.registry.compatibility;

import java.util.stream.Collectors;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** A type in a few words: {@code array of shop.LineItem}, {@code decimal(12, 2)}, {@code null or string}. */
final class SchemaWords {

    private SchemaWords() {}

    static String of(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return "decimal(" + decimal.getPrecision() + ", " + decimal.getScale() + ")";
        }
        if (logical != null) {
            return logical.getName();
        }
        return switch (schema.getType()) {
            case RECORD -> "record " + schema.getFullName();
            case ENUM -> "enum " + schema.getFullName();
            case FIXED -> "fixed " + schema.getFullName();
            case ARRAY -> "array of " + of(schema.getElementType());
            case MAP -> "map of " + of(schema.getValueType());
            case UNION ->
                schema.getTypes().isEmpty()
                        ? "a union of nothing"
                        : schema.getTypes().stream().map(SchemaWords::of).collect(Collectors.joining(" or "));
            default -> schema.getType().getName();
        };
    }
}
