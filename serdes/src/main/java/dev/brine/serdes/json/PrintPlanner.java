package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.serdes.internal.BinaryInput;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes the steps that print the values of a schema. */
final class PrintPlanner {

    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);

    // A record that contains itself is planned once, and its step is there before its fields are.
    private final Map<Schema, PrintRecord> records = new IdentityHashMap<>();
    private final boolean sound;

    /** @param sound whether all text is known to be UTF-8, because we have written it */
    PrintPlanner(boolean sound) {
        this.sound = sound;
    }

    PrintStep plan(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            PrintStep step = logical(schema, logical);
            if (step != null) {
                return step;
            }
        }
        return switch (schema.getType()) {
            case NULL -> (in, out) -> out.write(NULL);
            case BOOLEAN -> (in, out) -> out.write(in.readBoolean() ? TRUE : FALSE);
            case INT -> (in, out) -> out.number(in.readInt());
            case LONG -> (in, out) -> out.number(in.readLong());
            case FLOAT -> (in, out) -> PrintNumbers.print(in.readFloat(), out);
            case DOUBLE -> (in, out) -> PrintNumbers.print(in.readDouble(), out);
            case STRING -> sound ? PrintPlanner::soundText : PrintPlanner::text;
            case BYTES -> (in, out) -> out.base64(in.readBytes());
            case FIXED -> fixed(schema.getFixedSize());
            case ENUM -> symbols(schema.getEnumSymbols());
            case UNION -> union(schema.getTypes());
            case ARRAY -> new PrintArray(plan(schema.getElementType()));
            case MAP -> new PrintMap(plan(schema.getValueType()), sound);
            case RECORD -> record(schema);
        };
    }

    private static @Nullable PrintStep logical(Schema schema, LogicalType logical) {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            int size = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
            return new PrintDecimal(size, decimal.getPrecision(), decimal.getScale());
        }
        boolean fixed = schema.getType() == Schema.Type.FIXED;
        return switch (logical.getName()) {
            case "uuid" -> fixed ? PrintNumbers::uuid : null;
            case "date" -> (in, out) -> PrintTimes.date(in.readInt(), out);
            case "time-millis" -> (in, out) -> PrintTimes.timeOfDay(in, in.readInt(), TimeUnits.MILLIS, out);
            case "time-micros" -> (in, out) -> PrintTimes.timeOfDay(in, in.readLong(), TimeUnits.MICROS, out);
            case "timestamp-millis" -> (in, out) -> PrintTimes.dateTime(in.readLong(), TimeUnits.MILLIS, true, out);
            case "timestamp-micros" -> (in, out) -> PrintTimes.dateTime(in.readLong(), TimeUnits.MICROS, true, out);
            case "timestamp-nanos" -> (in, out) -> PrintTimes.dateTime(in.readLong(), TimeUnits.NANOS, true, out);
            case "local-timestamp-millis" ->
                (in, out) -> PrintTimes.dateTime(in.readLong(), TimeUnits.MILLIS, false, out);
            case "local-timestamp-micros" ->
                (in, out) -> PrintTimes.dateTime(in.readLong(), TimeUnits.MICROS, false, out);
            case "local-timestamp-nanos" ->
                (in, out) -> PrintTimes.dateTime(in.readLong(), TimeUnits.NANOS, false, out);
            case "duration" -> fixed && schema.getFixedSize() == 12 ? PrintTimes::duration : null;
            default -> null;
        };
    }

    private static void text(BinaryInput in, JsonText out) {
        int length = in.readLength();
        in.checkUtf8(length);
        out.text(in.array(), in.index(), length);
        in.advance(length);
    }

    private static void soundText(BinaryInput in, JsonText out) {
        int length = in.readLength();
        out.text(in.array(), in.index(), length);
        in.advance(length);
    }

    private static PrintStep fixed(int size) {
        return (in, out) -> out.base64(in.readFixed(size));
    }

    private static PrintStep symbols(List<String> symbols) {
        byte[][] quoted = symbols.stream().map(symbol -> quoted(symbol)).toArray(byte[][]::new);
        return (in, out) -> out.write(quoted[in.readEnumIndex(quoted.length)]);
    }

    private PrintStep union(List<Schema> branches) {
        PrintStep[] steps = branches.stream().map(this::plan).toArray(PrintStep[]::new);
        return (in, out) -> steps[in.readUnionIndex(steps.length)].print(in, out);
    }

    private PrintStep record(Schema schema) {
        PrintRecord known = records.get(schema);
        if (known != null) {
            return known;
        }
        List<Schema.Field> fields = schema.getFields();
        PrintRecord step = new PrintRecord(fields.size());
        records.put(schema, step);
        for (int i = 0; i < fields.size(); i++) {
            Schema.Field field = fields.get(i);
            step.set(i, field.name(), plan(field.schema()));
        }
        return step;
    }

    /** A name of a schema as JSON text; names can be in any alphabet, but hold nothing that is escaped. */
    static byte[] quoted(String name) {
        return ('"' + name + '"').getBytes(name.chars().allMatch(c -> c < 0x80) ? US_ASCII : UTF_8);
    }
}
