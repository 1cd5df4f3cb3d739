package dev.brine.serdes.pickle;

import static java.util.Objects.requireNonNull;

import dev.brine.serdes.pickle.TreeTimes.Unit;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes the steps that write Avro binary as pickle. */
final class PicklePlanner {

    private final int protocol;
    private final boolean typed;

    // A record that contains itself is planned once, and its step is there before its fields are.
    private final Map<Schema, PickleContainers.Fields> records = new IdentityHashMap<>();

    // Texts that the schema may have written twice, numbered behind the classes that typed pickles name.
    private final Map<String, Integer> keys = new HashMap<>();
    private @Nullable KeyUses uses;

    PicklePlanner(int protocol, boolean typed) {
        this.protocol = protocol;
        this.typed = typed;
    }

    /** How many numbers {@link PickleOutput#key} may be called with. */
    int keyCount() {
        return PythonTypes.KEYS + keys.size();
    }

    /** @throws IllegalArgumentException if Python, or the protocol, has no such type */
    PickleStep plan(Schema schema) {
        uses = new KeyUses(schema);
        return step(schema);
    }

    /** The step of a part of the planned schema. */
    PickleStep step(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        if (logical != null) {
            PickleStep step = logical(schema, logical);
            if (step != null) {
                return step;
            }
        }
        return switch (schema.getType()) {
            case NULL -> (in, out) -> out.op(Op.NONE);
            case BOOLEAN -> (in, out) -> out.bool(in.readBoolean());
            case INT -> (in, out) -> out.integer(in.readInt());
            case LONG -> (in, out) -> out.integer(in.readLong());
            case FLOAT -> (in, out) -> out.real(in.readFloat());
            case DOUBLE -> (in, out) -> out.real(in.readDouble());
            case STRING -> PickleScalars::text;
            case BYTES -> {
                checkBytes(schema);
                yield PickleScalars::bytes;
            }
            case FIXED -> {
                checkBytes(schema);
                int size = schema.getFixedSize();
                yield (in, out) -> PickleScalars.fixed(in, out, size);
            }
            case ENUM -> symbols(schema);
            case UNION -> union(schema.getTypes());
            case ARRAY -> new PickleContainers.Items(step(schema.getElementType()));
            case MAP -> new PickleContainers.Entries(step(schema.getValueType()));
            case RECORD -> record(schema);
        };
    }

    private PickleStep union(List<Schema> branches) {
        int nullIndex = branches.get(0).getType() == Schema.Type.NULL ? 0 : 1;
        if (branches.size() == 2 && branches.get(nullIndex).getType() == Schema.Type.NULL) {
            return new PickleContainers.OrNull(step(branches.get(1 - nullIndex)), nullIndex);
        }
        return new PickleContainers.Branches(branches.stream().map(this::step).toArray(PickleStep[]::new));
    }

    private @Nullable PickleStep logical(Schema schema, LogicalType logical) {
        boolean fixed = schema.getType() == Schema.Type.FIXED;
        if (logical instanceof LogicalTypes.Decimal decimal) {
            int size = fixed ? schema.getFixedSize() : -1;
            int scale = decimal.getScale();
            return (in, out) -> PickleScalars.decimal(in, out, size, scale, typed);
        }
        return switch (logical.getName()) {
            case "uuid" -> (in, out) -> PickleScalars.uuid(in, out, fixed, typed);
            case "date" -> (in, out) -> PickleScalars.date(in, out, typed);
            case "time-millis" -> (in, out) -> PickleScalars.time(in, out, Unit.MILLIS, typed);
            case "time-micros" -> (in, out) -> PickleScalars.time(in, out, Unit.MICROS, typed);
            case "timestamp-millis" -> timestamp(Unit.MILLIS, true);
            case "timestamp-micros" -> timestamp(Unit.MICROS, true);
            case "timestamp-nanos" -> timestamp(Unit.NANOS, true);
            case "local-timestamp-millis" -> timestamp(Unit.MILLIS, false);
            case "local-timestamp-micros" -> timestamp(Unit.MICROS, false);
            case "local-timestamp-nanos" -> timestamp(Unit.NANOS, false);
            case "duration" -> fixed && schema.getFixedSize() == 12 ? PickleScalars::period : null;
            default -> null;
        };
    }

    private PickleStep timestamp(Unit unit, boolean utc) {
        // Python counts microseconds, so that a finer time can only be a text.
        boolean asObject = typed && unit != Unit.NANOS;
        return (in, out) -> PickleScalars.timestamp(in, out, unit, utc, asObject);
    }

    private PickleStep symbols(Schema schema) {
        List<String> symbols = schema.getEnumSymbols();
        int[] numbers = keys(symbols);
        EncodedText[] encoded = encoded(symbols);
        return (in, out) -> {
            int symbol = in.readEnumIndex(numbers.length);
            out.key(numbers[symbol], encoded[symbol]);
        };
    }

    private PickleStep record(Schema schema) {
        PickleContainers.Fields known = records.get(schema);
        if (known != null) {
            return known;
        }
        PickleContainers.Fields step =
                new PickleContainers.Fields(schema.getFields().size());
        records.put(schema, step);
        for (Schema.Field field : schema.getFields()) {
            String name = field.name();
            step.set(field.pos(), name, key(name), encoded(name), step(field.schema()));
        }
        return step;
    }

    /** The number of a text, or -1 if no pickle can hold it twice. */
    int key(String text) {
        if (!requireNonNull(uses).repeated(text)) {
            return -1;
        }
        return keys.computeIfAbsent(text, t -> PythonTypes.KEYS + keys.size());
    }

    int[] keys(List<String> texts) {
        return texts.stream().mapToInt(this::key).toArray();
    }

    /** A text as the protocol writes it. */
    EncodedText encoded(String text) {
        return EncodedText.of(text, protocol);
    }

    EncodedText[] encoded(List<String> texts) {
        return texts.stream().map(this::encoded).toArray(EncodedText[]::new);
    }

    /** Whether logical types become Python's own. */
    boolean typed() {
        return typed;
    }

    private void checkBytes(Schema schema) {
        if (protocol < 3) {
            throw new IllegalArgumentException("pickle protocol 2 cannot hold the schema's "
                    + schema.getType().getName() + " without naming a function; use protocol 3 or newer");
        }
    }
}
