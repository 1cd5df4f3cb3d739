package dev.brine.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * Whether a value came back as it went in. Numbers count by their value, and a field that was left out may come back
 * if the schema has a default for it; everything else must be the same.
 */
final class JsonEquality {

    private JsonEquality() {}

    static boolean equal(JsonNode sent, JsonNode back, Schema schema) {
        if (sent.isNumber() && back.isNumber()) {
            return sent.decimalValue().compareTo(back.decimalValue()) == 0;
        }
        if (sent.isObject() && back.isObject()) {
            return objects(sent, back, schema);
        }
        if (sent.isArray() && back.isArray()) {
            return arrays(sent, back, schema);
        }
        return sent.equals(back);
    }

    private static boolean objects(JsonNode sent, JsonNode back, Schema schema) {
        Schema record = branch(schema, Schema.Type.RECORD);
        Iterator<Map.Entry<String, JsonNode>> fields = back.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            JsonNode before = sent.get(field.getKey());
            Schema.Field known = record.getType() == Schema.Type.RECORD ? record.getField(field.getKey()) : null;
            if (before == null) {
                if (known == null || !known.hasDefaultValue()) {
                    return false;
                }
            } else if (!equal(before, field.getValue(), known == null ? values(schema) : known.schema())) {
                return false;
            }
        }
        for (Iterator<String> names = sent.fieldNames(); names.hasNext(); ) {
            if (!back.has(names.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean arrays(JsonNode sent, JsonNode back, Schema schema) {
        if (sent.size() != back.size()) {
            return false;
        }
        Schema array = branch(schema, Schema.Type.ARRAY);
        Schema items = array.getType() == Schema.Type.ARRAY ? array.getElementType() : array;
        for (int i = 0; i < sent.size(); i++) {
            if (!equal(sent.get(i), back.get(i), items)) {
                return false;
            }
        }
        return true;
    }

    private static Schema values(Schema schema) {
        Schema map = branch(schema, Schema.Type.MAP);
        return map.getType() == Schema.Type.MAP ? map.getValueType() : map;
    }

    /** The branch of this type in a union, or the schema itself. */
    private static Schema branch(Schema schema, Schema.Type type) {
        if (schema.getType() != Schema.Type.UNION) {
            return schema;
        }
        List<Schema> branches = schema.getTypes();
        return branches.stream()
                .filter(candidate -> candidate.getType() == type)
                .findFirst()
                .orElse(schema);
    }
}
