package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryInput;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Moves over a value that only the writer has, by length where the bytes give one. Its result is null. */
abstract sealed class SkipRead extends ReadStep {

    @Override
    final @Nullable Object read(BinaryInput in) {
        skip(in);
        return null;
    }

    abstract void skip(BinaryInput in);

    static final class Scalar extends SkipRead {
        final Schema writer;
        private final Schema.Type type;
        private final int size;

        Scalar(Schema writer) {
            this.writer = writer;
            this.type = writer.getType();
            this.size = type == Schema.Type.FIXED ? writer.getFixedSize() : 0;
        }

        @Override
        void skip(BinaryInput in) {
            switch (type) {
                case BOOLEAN -> in.skipBoolean();
                case INT -> in.skipInt();
                case LONG -> in.skipVarint();
                case FLOAT -> in.skipFixed(4);
                case DOUBLE -> in.skipFixed(8);
                case STRING, BYTES -> in.skipBytes();
                case FIXED -> in.skipFixed(size);
                case ENUM -> in.readEnumIndex(writer.getEnumSymbols().size());
                default -> {}
            }
        }
    }

    static final class Record extends SkipRead {
        private static final SkipRead[] NO_FIELDS = {};

        SkipRead[] fields = NO_FIELDS;

        @Override
        void skip(BinaryInput in) {
            in.enter();
            for (SkipRead field : fields) {
                field.skip(in);
            }
            in.leave();
        }
    }

    static final class Blocks extends SkipRead {
        final SkipRead item;
        final boolean keyed;
        final int itemBytes;

        Blocks(SkipRead item, boolean keyed, int itemBytes) {
            this.item = item;
            this.keyed = keyed;
            this.itemBytes = itemBytes;
        }

        @Override
        void skip(BinaryInput in) {
            in.enter();
            for (int count = in.skipBlockCount(itemBytes); count != 0; count = in.skipBlockCount(itemBytes)) {
                for (int i = 0; i < count; i++) {
                    if (keyed) {
                        in.skipBytes();
                    }
                    item.skip(in);
                }
            }
            in.leave();
        }
    }

    static final class Union extends SkipRead {
        final SkipRead[] branches;

        Union(SkipRead[] branches) {
            this.branches = branches;
        }

        @Override
        void skip(BinaryInput in) {
            branches[in.readUnionIndex(branches.length)].skip(in);
        }
    }
}
