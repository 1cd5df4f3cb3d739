package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes the steps of a {@link QuickJson}; where {@link ParsePlanner} has a choice to make, the step says no. */
final class QuickParsePlanner {

    private static final QuickParse NEVER = (in, out) -> false;
    private static final byte[] NULL = "null".getBytes(US_ASCII);

    /** Symbols are compared one after the other. */
    private static final int MOST_SYMBOLS = 32;

    private final Map<Schema, QuickParseRecord> records = new IdentityHashMap<>();

    QuickParse plan(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        QuickParse step = logical == null ? null : logical(schema, logical);
        if (step != null) {
            return step;
        }
        return switch (schema.getType()) {
            case NULL -> (in, out) -> in.next(NULL);
            case BOOLEAN -> QuickParseScalars::bool;
            case INT -> QuickParseScalars::integer;
            case LONG -> QuickParseScalars::number;
            case DOUBLE -> QuickParseScalars::real;
            case STRING -> QuickParseScalars::text;
            case ENUM -> symbols(schema.getEnumSymbols());
            case UNION -> union(schema.getTypes());
            case ARRAY -> new QuickParseContainers.Items(plan(schema.getElementType()));
            case MAP -> new QuickParseContainers.Entries(plan(schema.getValueType()));
            case RECORD -> record(schema);
            case FLOAT, BYTES, FIXED -> NEVER;
        };
    }

    private static @Nullable QuickParse logical(Schema schema, LogicalType logical) {
        boolean fixed = schema.getType() == Schema.Type.FIXED;
        if (logical instanceof LogicalTypes.Decimal decimal) {
            int precision = decimal.getPrecision();
            int scale = decimal.getScale();
            return fixed ? NEVER : (in, out) -> QuickParseScalars.decimal(in, out, precision, scale);
        }
        return switch (logical.getName()) {
            case "date" -> QuickParseScalars::date;
            case "timestamp-millis" -> (in, out) -> QuickParseScalars.timestamp(in, out, TimeUnits.MILLIS);
            case "timestamp-micros" -> (in, out) -> QuickParseScalars.timestamp(in, out, TimeUnits.MICROS);
            case "uuid",
                    "time-millis",
                    "time-micros",
                    "timestamp-nanos",
                    "local-timestamp-millis",
                    "local-timestamp-micros",
                    "local-timestamp-nanos",
                    "duration" -> NEVER;
            default -> null;
        };
    }

    private static QuickParse symbols(List<String> symbols) {
        byte[][] encoded =
                symbols.stream().map(symbol -> symbol.getBytes(UTF_8)).toArray(byte[][]::new);
        return encoded.length > MOST_SYMBOLS ? NEVER : (in, out) -> QuickParseScalars.symbol(in, out, encoded);
    }

    /** Of null and one other: what is not null can only be the other. */
    private QuickParse union(List<Schema> branches) {
        if (branches.size() != 2 || branches.stream().noneMatch(branch -> branch.getType() == Schema.Type.NULL)) {
            return NEVER;
        }
        int nullIndex = branches.get(0).getType() == Schema.Type.NULL ? 0 : 1;
        return new QuickParseContainers.OrNull(plan(branches.get(1 - nullIndex)), NULL, nullIndex);
    }

    private QuickParse record(Schema schema) {
        QuickParseRecord known = records.get(schema);
        if (known != null) {
            return known;
        }
        QuickParseRecord step = new QuickParseRecord(schema.getFields().size());
        records.put(schema, step);
        for (Schema.Field field : schema.getFields()) {
            step.set(field.pos(), field.name(), plan(field.schema()), ParsePlanner.defaultOf(schema, field));
        }
        return step;
    }
}
