package dev.brine.serdes.pickle;

import dev.brine.serdes.pickle.TreeTimes.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Makes the steps that write a tree as Avro binary, and collects the names that the schema knows. */
final class TreePlanner {

    // A record that contains itself is planned once, and its step is there before its fields are.
    private final Map<Schema, TreeRecord> records = new IdentityHashMap<>();
    private final List<String> names = new ArrayList<>();

    TreeStep plan(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            TreeStep step = logical(schema, logical);
            if (step != null) {
                return step;
            }
        }
        return switch (schema.getType()) {
            case NULL -> new TreeScalars.Null();
            case BOOLEAN -> new TreeScalars.Bool();
            case INT -> new TreeScalars.Int();
            case LONG -> new TreeScalars.Int64();
            case FLOAT -> new TreeScalars.Float32();
            case DOUBLE -> new TreeScalars.Float64();
            case STRING -> new TreeScalars.Text();
            case BYTES -> new TreeScalars.Bytes();
            case FIXED -> new TreeScalars.Fixed(schema.getFixedSize());
            case ENUM -> {
                names.addAll(schema.getEnumSymbols());
                yield new TreeScalars.Symbol(schema);
            }
            case UNION ->
                new TreeContainers.Branches(
                        schema.getTypes().stream().map(this::plan).toArray(TreeStep[]::new));
            case ARRAY -> new TreeContainers.Items(plan(schema.getElementType()));
            case MAP -> new TreeContainers.Entries(plan(schema.getValueType()));
            case RECORD -> record(schema);
        };
    }

    /** Field names and enum symbols, so that reading one makes no string. */
    KeyTable keys() {
        return new KeyTable(names);
    }

    private static @Nullable TreeStep logical(Schema schema, LogicalType logical) {
        boolean fixed = schema.getType() == Schema.Type.FIXED;
        if (logical instanceof LogicalTypes.Decimal decimal) {
            return new TreeScalars.Decimal(
                    fixed ? schema.getFixedSize() : -1, decimal.getPrecision(), decimal.getScale());
        }
        return switch (logical.getName()) {
            case "uuid" -> new TreeScalars.Uuid(fixed);
            case "date" -> new TreeTimes.Date();
            case "time-millis" -> new TreeTimes.Time(Unit.MILLIS);
            case "time-micros" -> new TreeTimes.Time(Unit.MICROS);
            case "timestamp-millis" -> new TreeTimes.Timestamp(Unit.MILLIS);
            case "timestamp-micros" -> new TreeTimes.Timestamp(Unit.MICROS);
            case "timestamp-nanos" -> new TreeTimes.Timestamp(Unit.NANOS);
            case "local-timestamp-millis" -> new TreeTimes.Local(Unit.MILLIS);
            case "local-timestamp-micros" -> new TreeTimes.Local(Unit.MICROS);
            case "local-timestamp-nanos" -> new TreeTimes.Local(Unit.NANOS);
            case "duration" -> fixed && schema.getFixedSize() == 12 ? new TreeTimes.Period() : null;
            default -> null;
        };
    }

    private TreeStep record(Schema schema) {
        TreeRecord before = records.get(schema);
        if (before != null) {
            return before;
        }
        TreeRecord step = new TreeRecord(schema);
        records.put(schema, step);
        for (Schema.Field field : schema.getFields()) {
            names.add(field.name());
            step.set(field.pos(), field.name(), plan(field.schema()), defaultOf(schema, field));
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
