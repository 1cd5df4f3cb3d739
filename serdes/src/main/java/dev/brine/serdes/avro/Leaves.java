package dev.brine.serdes.avro;

import dev.brine.serdes.avro.ScalarRead.Wire;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Chooses the step for a value without parts: by what was written, what is read, and what Java wants. */
final class Leaves {

    private Leaves() {}

    static ReadStep step(Schema writer, Schema reader, Target target, String path) {
        Schema.Type from = writer.getType();
        Schema.Type to = reader.getType();
        if (from != to && !Matching.promotes(from, to)) {
            throw unresolvable(writer, reader, path, "");
        }
        Logical written = Logical.of(writer);
        Logical wanted = Logical.of(reader);
        if (!Logical.resolvable(written, wanted) || from == Schema.Type.STRING && to != from && wanted != null) {
            throw unresolvable(writer, reader, path, ", which would change what it means");
        }
        if (Matching.named(reader) && !Matching.sameName(writer, reader)) {
            throw unresolvable(writer, reader, path, ": give the reader's type the writer's name as an alias");
        }
        if (to == Schema.Type.FIXED && writer.getFixedSize() != reader.getFixedSize()) {
            throw unresolvable(
                    writer, reader, path, ": " + writer.getFixedSize() + " and " + reader.getFixedSize() + " bytes");
        }
        if (wanted != null && target.boxed().isAssignableFrom(wanted.type())) {
            return logical(writer, reader, wanted.inUnitOf(written));
        }
        ReadStep step =
                switch (to) {
                    case NULL -> target.raw().isPrimitive() ? null : new ScalarRead.Null();
                    case BOOLEAN -> takes(target, Boolean.class) ? new ScalarRead.OfBoolean() : null;
                    case INT, LONG, FLOAT, DOUBLE -> number(Wire.valueOf(from.name()), to, target);
                    case STRING -> text(target);
                    case BYTES -> bytes(target, -1);
                    case FIXED -> fixed(reader, target);
                    case ENUM -> symbol(writer, reader, target, path);
                    default -> null;
                };
        if (step == null) {
            throw misfit(reader, target, path);
        }
        return step;
    }

    static Unresolvable unresolvable(Schema writer, Schema reader, String path, String why) {
        return new Unresolvable(
                path, "written as " + Describe.schema(writer) + ", cannot be read as " + Describe.schema(reader) + why);
    }

    static IllegalArgumentException misfit(Schema schema, Target target, String path) {
        return new IllegalArgumentException(
                Describe.place(path) + " is " + Describe.schema(schema) + ", which " + target + " cannot hold");
    }

    private static boolean takes(Target target, Class<?> natural) {
        return target.boxed().isAssignableFrom(natural);
    }

    private static ReadStep logical(Schema writer, Schema reader, Logical logical) {
        boolean fromInt = writer.getType() == Schema.Type.INT;
        int size = size(reader);
        return switch (logical.kind()) {
            case DATE -> new LogicalRead.Date();
            case TIME -> new LogicalRead.Time(fromInt, logical.perSecond());
            case TIMESTAMP -> new LogicalRead.Timestamp(fromInt, logical.perSecond());
            case LOCAL_TIMESTAMP -> new LogicalRead.LocalTimestamp(fromInt, logical.perSecond());
            case DECIMAL -> new LogicalRead.Decimal(logical.precision(), logical.scale(), size);
            case BIG_DECIMAL -> new LogicalRead.BigDecimals();
            case UUID -> size < 0 ? new LogicalRead.UuidText() : new LogicalRead.UuidFixed();
            case DURATION -> new LogicalRead.Duration();
        };
    }

    /** Length of a fixed, -1 for anything else. */
    static int size(Schema schema) {
        return schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : -1;
    }

    private static @Nullable ReadStep number(Wire wire, Schema.Type to, Target target) {
        if (to == Schema.Type.INT && takes(target, Integer.class)) {
            return new ScalarRead.OfInt();
        }
        boolean whole = to == Schema.Type.INT || to == Schema.Type.LONG;
        if (whole && takes(target, Long.class)) {
            return new ScalarRead.OfLong(wire);
        }
        if (to == Schema.Type.FLOAT && takes(target, Float.class)) {
            return new ScalarRead.OfFloat(wire);
        }
        // A long may have more digits than a double, so Java's double does not hold the schema's long.
        return to != Schema.Type.LONG && takes(target, Double.class) ? new ScalarRead.OfDouble(wire) : null;
    }

    private static @Nullable ReadStep text(Target target) {
        if (target.raw() == Utf8.class) {
            return new ScalarRead.AvroText();
        }
        return takes(target, String.class) ? new ScalarRead.Text() : null;
    }

    private static @Nullable ReadStep bytes(Target target, int size) {
        if (target.raw() == byte[].class) {
            return new ScalarRead.Array(size);
        }
        return takes(target, ByteBuffer.class) ? new ScalarRead.Buffer(size) : null;
    }

    private static @Nullable ReadStep fixed(Schema reader, Target target) {
        int size = reader.getFixedSize();
        Class<?> type = target.classOf(reader);
        if (type == null) {
            return new ScalarRead.Buffer(size);
        }
        if (type.isAssignableFrom(GenericData.Fixed.class)) {
            return new ScalarRead.GenericFixed(reader);
        }
        if (SpecificFixed.class.isAssignableFrom(type)) {
            return generatedFixed(type, size);
        }
        return bytes(target, size);
    }

    private static ReadStep generatedFixed(Class<?> type, int size) {
        var constructor = Handles.constructor(type);
        SpecificFixed sample = (SpecificFixed) RecordRead.make(constructor);
        if (sample.getSchema().getFixedSize() != size) {
            throw new IllegalArgumentException(type.getTypeName() + " holds "
                    + sample.getSchema().getFixedSize() + " bytes, the schema's fixed has " + size);
        }
        return new ScalarRead.GeneratedFixed(() -> (SpecificFixed) RecordRead.make(constructor), size);
    }

    private static @Nullable ReadStep symbol(Schema writer, Schema reader, Target target, String path) {
        Class<?> type = target.classOf(reader);
        @Nullable
        Object[] constants = new @Nullable Object[writer.getEnumSymbols().size()];
        boolean any = false;
        for (int i = 0; i < constants.length; i++) {
            String symbol = writer.getEnumSymbols().get(i);
            String readable = reader.hasEnumSymbol(symbol) ? symbol : reader.getEnumDefault();
            Object constant = readable == null ? null : constant(readable, reader, type);
            if (constant == null && reader.getEnumDefault() != null) {
                constant = constant(reader.getEnumDefault(), reader, type);
            }
            constants[i] = constant;
            any |= constant != null;
        }
        if (!any && type != null && constant(reader.getEnumSymbols().get(0), reader, type) == null) {
            return null;
        }
        if (!any) {
            throw unresolvable(writer, reader, path, ": they share no symbol, and the reader has no default");
        }
        return new ScalarRead.Symbol(constants, writer, reader);
    }

    private static @Nullable Object constant(String symbol, Schema reader, @Nullable Class<?> type) {
        if (type == null || type.isAssignableFrom(String.class)) {
            return symbol;
        }
        if (GenericEnumSymbol.class.isAssignableFrom(type) && type.isAssignableFrom(GenericData.EnumSymbol.class)) {
            return new GenericData.EnumSymbol(reader, symbol);
        }
        return type.isEnum() ? constant(type, symbol) : null;
    }

    /** The constant of a Java enum that a symbol stands for. Avro's compiler appends a dollar sign to reserved words. */
    static @Nullable Enum<?> constant(Class<?> type, String symbol) {
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (name.equals(symbol) || name.equals(symbol + "$")) {
                return (Enum<?>) constant;
            }
        }
        return null;
    }
}
