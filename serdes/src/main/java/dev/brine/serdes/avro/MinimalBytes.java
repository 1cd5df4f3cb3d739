package dev.brine.serdes.avro;

import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;

/** The fewest bytes that a value of a schema takes, so that a claimed count can be held against the bytes there are. */
final class MinimalBytes {

    private static final int MOST = 1 << 20;

    private final Map<Schema, Integer> records = new IdentityHashMap<>();

    int of(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> 0;
            case FLOAT -> 4;
            case DOUBLE -> 8;
            case FIXED -> Math.min(schema.getFixedSize(), MOST);
            case RECORD -> record(schema);
            case UNION ->
                1 + schema.getTypes().stream().mapToInt(this::of).min().orElse(0);
            default -> 1;
        };
    }

    private int record(Schema schema) {
        Integer known = records.get(schema);
        if (known != null) {
            return known;
        }
        // A record that holds itself is counted as nothing inside itself.
        records.put(schema, 0);
        int sum = 0;
        for (Schema.Field field : schema.getFields()) {
            sum = Math.min(MOST, sum + of(field.schema()));
        }
        records.put(schema, sum);
        return sum;
    }
}
