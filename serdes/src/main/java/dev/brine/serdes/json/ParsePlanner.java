package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Makes the steps that parse the values of a schema. */
final class ParsePlanner {

    /** A step of one token. */
    private record Scalar(int kinds, String words, BiConsumer<JsonSource, BinaryOutput> parser) implements ParseStep {
        @Override
        public void parse(JsonSource in, BinaryOutput out) {
            int kind = Tokens.kind(in.token());
            if (kind < 0 || (kinds & 1 << kind) == 0) {
                throw in.wrongType(words);
            }
            parser.accept(in, out);
        }
    }

    private final UnknownFields unknown;

    // A record that contains itself is planned once, and its step is there before its fields are.
    private final Map<Schema, ParseRecord> records = new IdentityHashMap<>();

    ParsePlanner(UnknownFields unknown) {
        this.unknown = unknown;
    }

    ParseStep plan(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            ParseStep step = logical(schema, logical);
            if (step != null) {
                return step;
            }
        }
        return switch (schema.getType()) {
            case NULL -> new Scalar(Tokens.NULL, "null", (in, out) -> {});
            case BOOLEAN -> new Scalar(Tokens.BOOLEAN, "true or false", ParseScalars::bool);
            case INT -> new Scalar(Tokens.INTEGER, "an integer of 32 bits", ParseScalars::int32);
            case LONG -> new Scalar(Tokens.INTEGER, "an integer of 64 bits", (in, out) -> out.writeLong(in.integer()));
            case FLOAT -> new Scalar(ParseScalars.NUMBERS, "a number", ParseScalars::float32);
            case DOUBLE -> new Scalar(ParseScalars.NUMBERS, "a number", ParseScalars::float64);
            case STRING -> new Scalar(Tokens.TEXT, "a text", (in, out) -> in.write(in.text(), out));
            case BYTES ->
                new Scalar(Tokens.TEXT, "a text in base64", (in, out) -> in.write(ParseScalars.base64(in), out));
            case FIXED -> fixed(schema);
            case ENUM -> symbols(schema);
            case UNION -> union(schema.getTypes());
            case ARRAY -> new ParseArray(plan(schema.getElementType()));
            case MAP -> new ParseMap(plan(schema.getValueType()));
            case RECORD -> record(schema);
        };
    }

    private static @Nullable ParseStep logical(Schema schema, LogicalType logical) {
        boolean fixed = schema.getType() == Schema.Type.FIXED;
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return new ParseDecimal(fixed ? schema.getFixedSize() : -1, decimal.getPrecision(), decimal.getScale());
        }
        return switch (logical.getName()) {
            case "uuid" ->
                text(
                        "a uuid such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                        fixed ? ParseScalars::fixedUuid : ParseScalars::uuid);
            case "date" -> text("a date such as 2026-11-20", ParseTimes::date);
            case "time-millis" ->
                text("a time such as 13:45:00.123", (in, out) -> ParseTimes.time(in, TimeUnits.MILLIS, out));
            case "time-micros" ->
                text("a time such as 13:45:00.123456", (in, out) -> ParseTimes.time(in, TimeUnits.MICROS, out));
            case "timestamp-millis" -> timestamp(TimeUnits.MILLIS);
            case "timestamp-micros" -> timestamp(TimeUnits.MICROS);
            case "timestamp-nanos" -> timestamp(TimeUnits.NANOS);
            case "local-timestamp-millis" -> local(TimeUnits.MILLIS);
            case "local-timestamp-micros" -> local(TimeUnits.MICROS);
            case "local-timestamp-nanos" -> local(TimeUnits.NANOS);
            case "duration" -> fixed && schema.getFixedSize() == 12 ? new ParseDuration() : null;
            default -> null;
        };
    }

    private static ParseStep text(String words, BiConsumer<JsonSource, BinaryOutput> parser) {
        return new Scalar(Tokens.TEXT, words, parser);
    }

    private static ParseStep timestamp(TimeUnits unit) {
        return text("a time with zone such as 2026-11-20T13:45:00Z", (in, out) -> ParseTimes.instant(in, unit, out));
    }

    private static ParseStep local(TimeUnits unit) {
        return text("a time without zone such as 2026-11-20T13:45:00", (in, out) -> ParseTimes.local(in, unit, out));
    }

    private static ParseStep fixed(Schema schema) {
        int size = schema.getFixedSize();
        return text("a text in base64 of " + size + " bytes", (in, out) -> {
            byte[] content = ParseScalars.base64(in);
            if (content.length != size) {
                throw in.fault("json.value", content.length + " bytes where the schema says " + size);
            }
            out.writeFixed(content, 0, size);
        });
    }

    private static ParseStep symbols(Schema schema) {
        List<String> symbols = schema.getEnumSymbols();
        String words = "a symbol of " + schema.getFullName();
        return text(words, (in, out) -> {
            String symbol = in.text();
            if (!schema.hasEnumSymbol(symbol)) {
                throw in.fault(
                        "json.value",
                        "not a symbol of " + schema.getFullName() + ", which has " + Tokens.shortened(symbols));
            }
            out.writeInt(schema.getEnumOrdinal(symbol));
        });
    }

    private ParseStep union(List<Schema> branches) {
        ParseStep[] steps = branches.stream().map(this::plan).toArray(ParseStep[]::new);
        return new ParseUnion(steps);
    }

    private ParseStep record(Schema schema) {
        ParseRecord known = records.get(schema);
        if (known != null) {
            return known;
        }
        List<Schema.Field> fields = schema.getFields();
        ParseRecord step = new ParseRecord(schema.getFullName(), fields.size(), unknown);
        records.put(schema, step);
        for (int i = 0; i < fields.size(); i++) {
            Schema.Field field = fields.get(i);
            step.set(i, field.name(), plan(field.schema()), defaultOf(schema, field));
        }
        return step;
    }

    /** The default as Avro binary; {@code null} if the field has none. */
    static byte @Nullable [] defaultOf(Schema record, Schema.Field field) {
        if (!field.hasDefaultValue()) {
            return null;
        }
        try {
            GenericData data = new GenericData();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(field.schema(), data).write(data.getDefaultValue(field), encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException | AvroRuntimeException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "the default of field " + field.name() + " of " + record.getFullName() + " does not fit its type",
                    e);
        }
    }
}
