package dev.brine.serdes.frame;

import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The forms in which Confluent's serdes name a schema, {@code 00} and a number or {@code 01} and a guid, and Apicurio's,
 * {@code 00} and a longer number.
 */
final class SchemaName {

    static final int ID_LENGTH = 5;
    static final int GUID_LENGTH = 17;
    static final int LONG_LENGTH = 9;

    private static final byte ID = 0;
    private static final byte GUID = 1;

    private SchemaName() {}

    static byte[] of(int id) {
        return ByteBuffer.allocate(ID_LENGTH).put(ID).putInt(id).array();
    }

    static byte[] ofLong(long id) {
        return ByteBuffer.allocate(LONG_LENGTH).put(ID).putLong(id).array();
    }

    static byte[] of(UUID guid) {
        return ByteBuffer.allocate(GUID_LENGTH)
                .put(GUID)
                .putLong(guid.getMostSignificantBits())
                .putLong(guid.getLeastSignificantBits())
                .array();
    }

    /**
     * Reads a prefix and moves behind it; {@code null} if the first byte is neither form's, or the id is zero, which no
     * registry gives: such a payload has an id of eight bytes, or none.
     */
    static <R> @Nullable R read(ByteBuffer bytes, SchemaLookup<R> schemas) {
        if (!bytes.hasRemaining()) {
            return null;
        }
        int at = bytes.position();
        byte form = bytes.get(at);
        if (form == ID) {
            need(bytes, ID_LENGTH);
            int id = intAt(bytes, at + 1);
            if (id == 0) {
                return null;
            }
            bytes.position(at + ID_LENGTH);
            return schemas.byId(id, ID_LENGTH);
        }
        if (form == GUID) {
            need(bytes, GUID_LENGTH);
            long high = longAt(bytes, at + 1);
            long low = longAt(bytes, at + 9);
            bytes.position(at + GUID_LENGTH);
            return schemas.byGuid(high, low, GUID_LENGTH);
        }
        return null;
    }

    /** Reads an id of eight bytes and moves behind it; {@code null} if there is none, or it is more than registries give. */
    static <R> @Nullable R readLong(ByteBuffer bytes, SchemaLookup<R> schemas) {
        int at = bytes.position();
        if (!bytes.hasRemaining() || bytes.get(at) != ID) {
            return null;
        }
        if (bytes.remaining() >= ID_LENGTH && intAt(bytes, at + 1) != 0) {
            return null;
        }
        need(bytes, LONG_LENGTH);
        int id = intAt(bytes, at + ID_LENGTH);
        bytes.position(at + LONG_LENGTH);
        return schemas.byId(id, LONG_LENGTH);
    }

    /** Reads a header's value, which takes nothing of the payload. */
    static <R> R readHeader(String name, byte[] value, SchemaLookup<R> schemas) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        if (value.length == ID_LENGTH && value[0] == ID) {
            return schemas.byId(bytes.getInt(1), 0);
        }
        if (value.length == GUID_LENGTH && value[0] == GUID) {
            return schemas.byGuid(bytes.getLong(1), bytes.getLong(9), 0);
        }
        throw new DecodeException(
                value.length < ID_LENGTH ? "frame.truncated" : "frame.unknown",
                -1,
                "",
                "header " + name + " has " + value.length
                        + " bytes; expected 00 and a 4-byte id, or 01 and a 16-byte guid");
    }

    private static void need(ByteBuffer bytes, int length) {
        if (bytes.remaining() < length) {
            throw new DecodeException(
                    "frame.truncated",
                    0,
                    "",
                    "a payload of " + bytes.remaining() + " bytes, but the frame that it begins with has " + length);
        }
    }

    // A caller may have set another byte order for a purpose of its own.
    static int intAt(ByteBuffer bytes, int index) {
        int value = bytes.getInt(index);
        return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Integer.reverseBytes(value);
    }

    static long longAt(ByteBuffer bytes, int index) {
        long value = bytes.getLong(index);
        return bytes.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }
}
