package dev.brine.serdes.pickle;

import dev.brine.serdes.pickle.TreeTimes.Unit;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes the steps of a {@link QuickPlan}; where {@link TreePlanner} has a choice to make, the step says no. */
final class QuickPlanner {

    private static final QuickStep NEVER = (in, out) -> false;

    private final Map<Schema, QuickRecord> records = new IdentityHashMap<>();

    QuickStep plan(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        QuickStep step = logical == null ? null : logical(schema, logical);
        if (step != null) {
            return step;
        }
        return switch (schema.getType()) {
            case NULL -> (in, out) -> in.next(Op.NONE);
            case BOOLEAN -> QuickScalars::bool;
            case INT -> QuickScalars::integer;
            case LONG -> QuickScalars::number;
            case DOUBLE -> QuickScalars::real;
            case STRING -> QuickScalars::text;
            case BYTES -> QuickScalars::bytes;
            case FIXED -> {
                int size = schema.getFixedSize();
                yield (in, out) -> QuickScalars.fixed(in, out, size);
            }
            case ENUM -> {
                KeyTable symbols = new KeyTable(schema.getEnumSymbols());
                yield (in, out) -> QuickScalars.symbol(in, out, symbols);
            }
            case UNION -> union(schema.getTypes());
            case ARRAY -> new QuickContainers.Items(plan(schema.getElementType()));
            case MAP -> new QuickContainers.Entries(plan(schema.getValueType()));
            case RECORD -> record(schema);
            case FLOAT -> NEVER;
        };
    }

    private static @Nullable QuickStep logical(Schema schema, LogicalType logical) {
        boolean fixed = schema.getType() == Schema.Type.FIXED;
        if (logical instanceof LogicalTypes.Decimal decimal) {
            int precision = decimal.getPrecision();
            int scale = decimal.getScale();
            return fixed ? NEVER : (in, out) -> QuickScalars.decimal(in, out, precision, scale);
        }
        return switch (logical.getName()) {
            case "uuid" -> fixed ? NEVER : QuickScalars::uuid;
            case "date" -> QuickTimes::date;
            case "time-millis" -> (in, out) -> QuickTimes.time(in, out, Unit.MILLIS);
            case "time-micros" -> (in, out) -> QuickTimes.time(in, out, Unit.MICROS);
            case "timestamp-millis" -> (in, out) -> QuickTimes.timestamp(in, out, Unit.MILLIS, true);
            case "timestamp-micros" -> (in, out) -> QuickTimes.timestamp(in, out, Unit.MICROS, true);
            case "local-timestamp-millis" -> (in, out) -> QuickTimes.timestamp(in, out, Unit.MILLIS, false);
            case "local-timestamp-micros" -> (in, out) -> QuickTimes.timestamp(in, out, Unit.MICROS, false);
            case "timestamp-nanos", "local-timestamp-nanos" -> NEVER;
            case "duration" -> fixed && schema.getFixedSize() == 12 ? NEVER : null;
            default -> null;
        };
    }

    /** Of null and one other: what is not None can only be the other. */
    private QuickStep union(List<Schema> branches) {
        if (branches.size() != 2 || branches.stream().noneMatch(branch -> branch.getType() == Schema.Type.NULL)) {
            return NEVER;
        }
        int nullIndex = branches.get(0).getType() == Schema.Type.NULL ? 0 : 1;
        return new QuickContainers.OrNull(plan(branches.get(1 - nullIndex)), nullIndex);
    }

    private QuickStep record(Schema schema) {
        QuickRecord known = records.get(schema);
        if (known != null) {
            return known;
        }
        QuickRecord step = new QuickRecord(schema.getFields().size());
        records.put(schema, step);
        for (Schema.Field field : schema.getFields()) {
            step.set(field.pos(), field.name(), plan(field.schema()), TreePlanner.defaultOf(schema, field));
        }
        return step;
    }
}
