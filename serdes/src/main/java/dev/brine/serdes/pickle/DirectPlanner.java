package dev.brine.serdes.pickle;

import dev.brine.serdes.Limits;
import dev.brine.serdes.avro.AvroCodec;
import dev.brine.serdes.pickle.TreeTimes.Unit;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes the steps that write maps as pickle without Avro binary between. For one use by one thread. */
final class DirectPlanner {

    /** Digits behind the point that {@link PickleScalars#decimal} writes out from a long. */
    private static final int MOST_SCALE = 40;

    private final PicklePlanner planner;
    private final AvroCodec avro;
    private final Limits limits;
    private final Map<Schema, DirectStep> records = new IdentityHashMap<>();

    /** @param planner has planned the schema, and so knows the numbers of its texts */
    DirectPlanner(PicklePlanner planner, AvroCodec avro, Limits limits) {
        this.planner = planner;
        this.avro = avro;
        this.limits = limits;
    }

    /** The step of a whole schema, or null if it is none whose limits can be kept without a count. */
    @Nullable
    DirectStep plan(Schema schema) {
        return new Nesting().of(schema) <= limits.maxDepth() ? step(schema) : null;
    }

    private DirectStep step(Schema schema) {
        DirectStep scalar = scalar(schema);
        if (scalar != null) {
            DirectStep through = through(schema);
            return (value, out) -> scalar.write(value, out) || through.write(value, out);
        }
        return switch (schema.getType()) {
            case UNION -> {
                DirectStep orNull = orNull(schema.getTypes());
                yield orNull == null ? through(schema) : orNull;
            }
            case ARRAY -> new DirectContainers.Items(step(schema.getElementType()));
            case MAP -> new DirectContainers.Entries(step(schema.getValueType()));
            case RECORD -> record(schema);
            default -> through(schema);
        };
    }

    private DirectStep through(Schema schema) {
        return new ThroughAvro(avro, schema, planner.step(schema), limits);
    }

    private @Nullable DirectStep scalar(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            return planner.typed() ? null : logical(logical);
        }
        return switch (schema.getType()) {
            case BOOLEAN -> DirectScalars::bool;
            case INT -> DirectScalars::int32;
            case LONG -> DirectScalars::int64;
            case FLOAT -> DirectScalars::float32;
            case DOUBLE -> DirectScalars::float64;
            case STRING -> DirectScalars::text;
            case BYTES -> DirectScalars::bytes;
            case ENUM -> symbols(schema);
            default -> null;
        };
    }

    private static @Nullable DirectStep logical(LogicalType logical) {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            int precision = Math.min(decimal.getPrecision(), DirectScalars.MOST_DIGITS);
            int scale = decimal.getScale();
            return scale > MOST_SCALE ? null : (value, out) -> DirectScalars.decimal(value, out, precision, scale);
        }
        return switch (logical.getName()) {
            case "uuid" -> DirectScalars::uuid;
            case "date" -> DirectScalars::date;
            case "timestamp-millis" -> (value, out) -> DirectScalars.timestamp(value, out, Unit.MILLIS);
            case "timestamp-micros" -> (value, out) -> DirectScalars.timestamp(value, out, Unit.MICROS);
            default -> null;
        };
    }

    private DirectStep symbols(Schema schema) {
        Map<String, Integer> positions = new HashMap<>();
        schema.getEnumSymbols().forEach(symbol -> positions.put(symbol, positions.size()));
        int[] numbers = planner.keys(schema.getEnumSymbols());
        EncodedText[] encoded = planner.encoded(schema.getEnumSymbols());
        return (value, out) -> {
            Integer position = value instanceof String ? positions.get(value) : null;
            if (position == null) {
                return false;
            }
            out.key(numbers[position], encoded[position]);
            return true;
        };
    }

    private @Nullable DirectStep orNull(List<Schema> branches) {
        if (branches.size() != 2) {
            return null;
        }
        boolean first = branches.get(0).getType() == Schema.Type.NULL;
        boolean second = branches.get(1).getType() == Schema.Type.NULL;
        return first || second ? new DirectContainers.OrNull(step(branches.get(first ? 1 : 0))) : null;
    }

    private DirectStep record(Schema schema) {
        DirectStep known = records.get(schema);
        if (known == null) {
            DirectContainers.Field[] fields = schema.getFields().stream()
                    .map(field -> new DirectContainers.Field(
                            field.name().intern(),
                            planner.key(field.name()),
                            planner.encoded(field.name()),
                            step(field.schema()),
                            field.hasDefaultValue() && field.defaultVal() == JsonProperties.NULL_VALUE))
                    .toArray(DirectContainers.Field[]::new);
            known = new DirectContainers.Fields(fields);
            records.put(schema, known);
        }
        return known;
    }

    /**
     * How deep the values of a schema are nested at most. Without an end where this is not known beforehand, and for
     * what may be written in an eighth of Avro's bytes or less.
     */
    private static final class Nesting {

        private static final int ENDLESS = Integer.MAX_VALUE;
        private static final int MOST_FIXED = 16;

        private final Map<Schema, Integer> records = new IdentityHashMap<>();

        int of(Schema schema) {
            return switch (schema.getType()) {
                case RECORD -> record(schema);
                case ARRAY -> array(of(schema.getElementType()), schema.getElementType());
                case MAP -> around(of(schema.getValueType()));
                case UNION ->
                    schema.getTypes().stream().mapToInt(this::of).max().orElse(0);
                // Digits of a fixed may be few where its bytes are many.
                case FIXED -> schema.getLogicalType() != null && schema.getFixedSize() > MOST_FIXED ? ENDLESS : 0;
                default -> 0;
            };
        }

        private int record(Schema schema) {
            Integer known = records.putIfAbsent(schema, ENDLESS);
            if (known != null) {
                return known;
            }
            int deepest = 0;
            for (Schema.Field field : schema.getFields()) {
                deepest = Math.max(deepest, of(field.schema()));
            }
            int nesting = around(deepest);
            records.put(schema, nesting);
            return nesting;
        }

        private static int array(int inside, Schema items) {
            return inside == ENDLESS || noBytes(items) ? ENDLESS : inside + 1;
        }

        private static int around(int inside) {
            return inside == ENDLESS ? ENDLESS : inside + 1;
        }

        /** Whether values take no bytes in Avro; such items are counted apart. Not for what contains itself. */
        private static boolean noBytes(Schema schema) {
            return switch (schema.getType()) {
                case NULL -> true;
                case FIXED -> schema.getFixedSize() == 0;
                case RECORD -> schema.getFields().stream().allMatch(field -> noBytes(field.schema()));
                default -> false;
            };
        }
    }
}
