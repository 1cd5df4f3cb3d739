package dev.brine.gateway.files;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Tells the records of an Avro block apart without decoding them. Only a block in which they end where it ends is split: in
 * any other something is wrong with a length, and what would be cut out were no records.
 */
final class BlockSplitter {

    private static final int MOST_ITEMS = 1_000_000;
    private static final int DEEPEST = 1_000;

    private final ByteBuffer block;
    private int items;

    private BlockSplitter(byte[] block) {
        this.block = ByteBuffer.wrap(block);
    }

    /** The bytes of each record; empty if they cannot be told apart. */
    static Optional<List<byte[]>> split(byte[] block, long count, Schema schema) {
        if (count > block.length) {
            // Records of no bytes have no places.
            return Optional.empty();
        }
        BlockSplitter splitter = new BlockSplitter(block);
        List<byte[]> records = new ArrayList<>((int) count);
        try {
            for (long i = 0; i < count; i++) {
                int from = splitter.block.position();
                splitter.skip(schema, 0);
                records.add(Arrays.copyOfRange(block, from, splitter.block.position()));
            }
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
        return splitter.block.hasRemaining() ? Optional.empty() : Optional.of(records);
    }

    private void skip(Schema schema, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("too deep");
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> bytes(1);
            case INT, LONG, ENUM -> number();
            case FLOAT -> bytes(4);
            case DOUBLE -> bytes(8);
            case FIXED -> bytes(schema.getFixedSize());
            case BYTES, STRING -> bytes(number());
            case UNION -> skip(schema.getTypes().get(Math.toIntExact(number())), depth + 1);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), depth + 1);
                }
            }
            case ARRAY -> blocks(schema.getElementType(), false, depth);
            case MAP -> blocks(schema.getValueType(), true, depth);
        }
    }

    private void blocks(Schema item, boolean keys, int depth) {
        for (long count = number(); count != 0; count = number()) {
            if (count < 0) {
                bytes(number());
                continue;
            }
            for (long i = 0; i < count; i++) {
                if (++items > MOST_ITEMS) {
                    throw new IllegalArgumentException("too many items");
                }
                if (keys) {
                    bytes(number());
                }
                skip(item, depth + 1);
            }
        }
    }

    private void bytes(long length) {
        if (length < 0 || length > block.remaining()) {
            throw new BufferUnderflowException();
        }
        block.position(block.position() + (int) length);
    }

    /** A zig-zag varint. */
    private long number() {
        long bits = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = block.get();
            bits |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return (bits >>> 1) ^ -(bits & 1);
            }
        }
        throw new IllegalArgumentException("a number of more than ten bytes");
    }
}
