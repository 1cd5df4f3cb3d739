package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificFixed;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Reads a number, text, bytes or enum as it stands on the wire. */
abstract sealed class ScalarRead extends ReadStep {

    /** What the writer wrote where the reader wants a number. */
    enum Wire {
        INT,
        LONG,
        FLOAT,
        DOUBLE
    }

    static final class Null extends ScalarRead {
        @Override
        @Nullable
        Object read(BinaryInput in) {
            return null;
        }
    }

    static final class OfBoolean extends ScalarRead {
        @Override
        Object read(BinaryInput in) {
            return in.readBoolean();
        }

        @Override
        boolean readBoolean(BinaryInput in) {
            return in.readBoolean();
        }
    }

    static final class OfInt extends ScalarRead {
        @Override
        Object read(BinaryInput in) {
            return in.readInt();
        }

        @Override
        int readInt(BinaryInput in) {
            return in.readInt();
        }
    }

    static final class OfLong extends ScalarRead {
        final boolean fromInt;

        OfLong(Wire wire) {
            this.fromInt = wire == Wire.INT;
        }

        @Override
        Object read(BinaryInput in) {
            return readLong(in);
        }

        @Override
        long readLong(BinaryInput in) {
            return fromInt ? in.readInt() : in.readLong();
        }
    }

    static final class OfFloat extends ScalarRead {
        final Wire wire;

        OfFloat(Wire wire) {
            this.wire = wire;
        }

        @Override
        Object read(BinaryInput in) {
            return readFloat(in);
        }

        @Override
        float readFloat(BinaryInput in) {
            return switch (wire) {
                case INT -> (float) in.readInt();
                case LONG -> (float) in.readLong();
                default -> in.readFloat();
            };
        }
    }

    static final class OfDouble extends ScalarRead {
        final Wire wire;

        OfDouble(Wire wire) {
            this.wire = wire;
        }

        @Override
        Object read(BinaryInput in) {
            return readDouble(in);
        }

        @Override
        double readDouble(BinaryInput in) {
            return switch (wire) {
                case INT -> in.readInt();
                case LONG -> (double) in.readLong();
                case FLOAT -> in.readFloat();
                case DOUBLE -> in.readDouble();
            };
        }
    }

    static final class Text extends ScalarRead {
        @Override
        Object read(BinaryInput in) {
            return in.readString();
        }
    }

    /** Text for classes that were generated with Avro's own string type. */
    static final class AvroText extends ScalarRead {
        @Override
        Object read(BinaryInput in) {
            return new Utf8(in.readString());
        }
    }

    /** Bytes or a fixed, as a new array. */
    static final class Array extends ScalarRead {
        /** Length of the fixed; -1 for bytes. */
        final int size;

        Array(int size) {
            this.size = size;
        }

        @Override
        Object read(BinaryInput in) {
            return size < 0 ? in.readBytes() : in.readFixed(size);
        }
    }

    /** Bytes or a fixed, as a buffer of their own. */
    static final class Buffer extends ScalarRead {
        final int size;

        Buffer(int size) {
            this.size = size;
        }

        @Override
        Object read(BinaryInput in) {
            return ByteBuffer.wrap(size < 0 ? in.readBytes() : in.readFixed(size));
        }
    }

    static final class GenericFixed extends ScalarRead {
        final Schema schema;

        GenericFixed(Schema schema) {
            this.schema = schema;
        }

        @Override
        Object read(BinaryInput in) {
            return new GenericData.Fixed(schema, in.readFixed(schema.getFixedSize()));
        }
    }

    static final class GeneratedFixed extends ScalarRead {
        final Supplier<SpecificFixed> constructor;
        final int size;

        GeneratedFixed(Supplier<SpecificFixed> constructor, int size) {
            this.constructor = constructor;
            this.size = size;
        }

        @Override
        Object read(BinaryInput in) {
            SpecificFixed made = constructor.get();
            made.bytes(in.readFixed(size));
            return made;
        }
    }

    static final class Symbol extends ScalarRead {
        /** What each of the writer's symbols becomes; null for one that the reader can say nothing for. */
        final @Nullable Object[] constants;

        final Schema writer;
        final Schema reader;

        Symbol(@Nullable Object[] constants, Schema writer, Schema reader) {
            this.constants = constants;
            this.writer = writer;
            this.reader = reader;
        }

        @Override
        Object read(BinaryInput in) {
            Object constant = constants[in.readEnumIndex(constants.length)];
            if (constant == null) {
                throw in.faultBefore(
                        "unresolvable-symbol",
                        "a symbol of the writer's " + Describe.schema(writer)
                                + " that the reader does not have; give the reader's enum a default, or the symbol");
            }
            return constant;
        }
    }
}
