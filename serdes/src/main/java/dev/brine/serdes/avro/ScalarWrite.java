package dev.brine.serdes.avro;

import static java.util.Objects.requireNonNull;

import dev.brine.serdes.internal.BinaryOutput;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.GenericFixed;
import org.jspecify.annotations.Nullable;

/** Writes a number, text, bytes or enum as it stands on the wire. */
abstract sealed class ScalarWrite extends WriteStep {

    final Schema schema;
    private final Class<?> natural;
    private final List<Class<?>> alternates;

    ScalarWrite(Schema schema, Class<?> natural, Class<?>... alternates) {
        this.schema = schema;
        this.natural = natural;
        this.alternates = List.of(alternates);
    }

    @Override
    Fit fit(@Nullable Object value) {
        if (natural.isInstance(value)) {
            return Fit.EXACT;
        }
        for (Class<?> alternate : alternates) {
            if (alternate.isInstance(value)) {
                return Fit.LOOSE;
            }
        }
        return Fit.NOT;
    }

    /** Whether a place of that type can hold what this step takes. */
    static boolean overlaps(Class<?> type, Class<?> taken) {
        return type.isAssignableFrom(taken) || taken.isAssignableFrom(type);
    }

    boolean takes(Class<?> type) {
        return overlaps(type, natural) || alternates.stream().anyMatch(taken -> overlaps(type, taken));
    }

    /** Whether an object of Avro's says that it is of this very type. */
    final boolean named(GenericContainer value) {
        return schema.getFullName().equals(value.getSchema().getFullName());
    }

    final Misfit misfit(@Nullable Object value) {
        return Misfit.of(value, schema);
    }

    /** The bytes of what may stand for bytes or a fixed; null for anything else. */
    static byte @Nullable [] copy(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(buffer.position(), bytes);
            return bytes;
        }
        return value instanceof GenericFixed fixed ? fixed.bytes() : value instanceof byte[] array ? array : null;
    }

    static final class Null extends ScalarWrite {
        Null(Schema schema) {
            super(schema, Void.class);
        }

        @Override
        Fit fit(@Nullable Object value) {
            return value == null ? Fit.EXACT : Fit.NOT;
        }

        @Override
        boolean takes(Class<?> type) {
            return true;
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value != null) {
                throw misfit(value);
            }
        }
    }

    static final class OfBoolean extends ScalarWrite {
        OfBoolean(Schema schema) {
            super(schema, Boolean.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (!(value instanceof Boolean flag)) {
                throw misfit(value);
            }
            out.writeBoolean(flag);
        }

        @Override
        void writeBoolean(BinaryOutput out, boolean value) {
            out.writeBoolean(value);
        }
    }

    static final class OfInt extends ScalarWrite {
        OfInt(Schema schema) {
            super(schema, Integer.class, Long.class, Short.class, Byte.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof Integer number) {
                out.writeInt(number);
            } else if (value instanceof Long || value instanceof Short || value instanceof Byte) {
                writeLong(out, ((Number) value).longValue());
            } else {
                throw misfit(value);
            }
        }

        @Override
        void writeInt(BinaryOutput out, int value) {
            out.writeInt(value);
        }

        @Override
        void writeLong(BinaryOutput out, long value) {
            if ((int) value != value) {
                throw new Misfit("found a long beyond 32 bits, expected int");
            }
            out.writeInt((int) value);
        }
    }

    static final class OfLong extends ScalarWrite {
        OfLong(Schema schema) {
            super(schema, Long.class, Integer.class, Short.class, Byte.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof Long number) {
                out.writeLong(number);
            } else if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
                out.writeLong(((Number) value).longValue());
            } else {
                throw misfit(value);
            }
        }

        @Override
        void writeInt(BinaryOutput out, int value) {
            out.writeLong(value);
        }

        @Override
        void writeLong(BinaryOutput out, long value) {
            out.writeLong(value);
        }
    }

    static final class OfFloat extends ScalarWrite {
        OfFloat(Schema schema) {
            super(schema, Float.class, Double.class, Integer.class, Long.class, Short.class, Byte.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof Float number) {
                out.writeFloat(number);
            } else if (value instanceof Number number && fit(value) != Fit.NOT) {
                out.writeFloat(number.floatValue());
            } else {
                throw misfit(value);
            }
        }

        @Override
        void writeFloat(BinaryOutput out, float value) {
            out.writeFloat(value);
        }
    }

    static final class OfDouble extends ScalarWrite {
        OfDouble(Schema schema) {
            super(schema, Double.class, Float.class, Integer.class, Long.class, Short.class, Byte.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof Double number) {
                out.writeDouble(number);
            } else if (value instanceof Number number && fit(value) != Fit.NOT) {
                out.writeDouble(number.doubleValue());
            } else {
                throw misfit(value);
            }
        }

        @Override
        void writeDouble(BinaryOutput out, double value) {
            out.writeDouble(value);
        }
    }

    static final class Text extends ScalarWrite {
        Text(Schema schema) {
            super(schema, CharSequence.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof String text) {
                out.writeString(text);
            } else if (value instanceof CharSequence text) {
                out.writeString(text.toString());
            } else {
                throw misfit(value);
            }
        }
    }

    static final class Bytes extends ScalarWrite {
        Bytes(Schema schema) {
            super(schema, ByteBuffer.class, byte[].class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof ByteBuffer buffer) {
                out.writeBytes(buffer);
            } else if (value instanceof byte[] array) {
                out.writeBytes(array);
            } else {
                throw misfit(value);
            }
        }
    }

    static final class Fixed extends ScalarWrite {
        final int size;

        Fixed(Schema schema) {
            super(schema, GenericFixed.class, ByteBuffer.class, byte[].class);
            this.size = schema.getFixedSize();
        }

        @Override
        Fit fit(@Nullable Object value) {
            if (length(value) != size) {
                return Fit.NOT;
            }
            return value instanceof GenericFixed fixed && named(fixed) ? Fit.EXACT : Fit.LOOSE;
        }

        private static int length(@Nullable Object value) {
            if (value instanceof GenericFixed fixed) {
                return fixed.bytes().length;
            }
            if (value instanceof ByteBuffer buffer) {
                return buffer.remaining();
            }
            return value instanceof byte[] array ? array.length : -1;
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            int length = length(value);
            if (length < 0) {
                throw misfit(value);
            }
            if (length != size) {
                throw new Misfit("found " + length + " bytes, expected the " + size + " of " + Describe.schema(schema));
            }
            if (value instanceof ByteBuffer buffer) {
                out.writeFixed(buffer);
            } else {
                out.writeFixed(
                        value instanceof GenericFixed fixed ? fixed.bytes() : (byte[]) requireNonNull(value), 0, size);
            }
        }
    }

    static final class Symbol extends ScalarWrite {
        /** The Java enum that is expected, or null where none is. */
        final @Nullable Class<?> type;
        /** For each constant of that enum the position of its symbol, or -1. */
        final int[] positions;

        private final Map<String, Integer> symbols = new HashMap<>();

        Symbol(Schema schema, @Nullable Class<?> type) {
            super(schema, GenericEnumSymbol.class, Enum.class, CharSequence.class);
            this.type = type;
            Object[] constants = type == null ? new Object[0] : type.getEnumConstants();
            for (String symbol : schema.getEnumSymbols()) {
                symbols.put(symbol, schema.getEnumOrdinal(symbol));
            }
            this.positions = new int[constants.length];
            for (int i = 0; i < constants.length; i++) {
                positions[i] = position(((Enum<?>) constants[i]).name());
            }
        }

        /** Position of a symbol, whose constant in a generated class may end in a dollar sign; -1 for another. */
        private int position(String name) {
            Integer position = symbols.get(name);
            if (position == null && name.endsWith("$")) {
                position = symbols.get(name.substring(0, name.length() - 1));
            }
            return position == null ? -1 : position;
        }

        private int find(@Nullable Object value) {
            if (value instanceof Enum<?> constant) {
                return constant.getDeclaringClass() == type ? positions[constant.ordinal()] : position(constant.name());
            }
            return value instanceof CharSequence || value instanceof GenericEnumSymbol
                    ? position(value.toString())
                    : -1;
        }

        @Override
        Fit fit(@Nullable Object value) {
            if (find(value) < 0) {
                return Fit.NOT;
            }
            boolean exact = value instanceof GenericEnumSymbol<?> symbol && named(symbol)
                    || value instanceof Enum<?> constant
                            && constant.getDeclaringClass().getSimpleName().equals(schema.getName());
            return exact ? Fit.EXACT : Fit.LOOSE;
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            int position =
                    value != null && value.getClass() == type ? positions[((Enum<?>) value).ordinal()] : find(value);
            if (position < 0) {
                throw super.fit(value) == Fit.NOT
                        ? misfit(value)
                        : new Misfit("found a symbol that " + Describe.schema(schema)
                                + " does not have, expected one of " + String.join(", ", schema.getEnumSymbols()));
            }
            out.writeInt(position);
        }
    }
}
