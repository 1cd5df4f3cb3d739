package dev.brine.serdes.frame;

import dev.brine.registry.RegisteredSchema;
import dev.brine.serdes.DecodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Avro's single-object encoding: {@code C3 01} and the CRC-64-AVRO fingerprint, lowest byte first. */
final class SingleObjectFrame implements Frame {

    private static final int LENGTH = 10;
    private static final byte FIRST = (byte) 0xc3;
    private static final byte SECOND = 1;

    @Override
    public String name() {
        return "single-object";
    }

    @Override
    public List<String> headers(boolean key) {
        return List.of();
    }

    @Override
    public Stamp stamp(RegisteredSchema schema, boolean key) {
        return Stamp.before(ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(FIRST)
                .put(SECOND)
                .putLong(schema.fingerprint())
                .array());
    }

    @Override
    public <R> @Nullable R fromHeaders(Headers headers, boolean key, SchemaLookup<R> schemas) {
        return null;
    }

    @Override
    public <R> @Nullable R fromPayload(ByteBuffer bytes, SchemaLookup<R> schemas) {
        int at = bytes.position();
        int there = bytes.remaining();
        if (there == 0 || bytes.get(at) != FIRST || there > 1 && bytes.get(at + 1) != SECOND) {
            return null;
        }
        if (there < LENGTH) {
            throw new DecodeException(
                    "frame.truncated",
                    0,
                    "",
                    "a payload of " + there + " bytes, but the frame that it begins with has " + LENGTH);
        }
        long fingerprint = Long.reverseBytes(SchemaName.longAt(bytes, at + 2));
        bytes.position(at + LENGTH);
        return schemas.byFingerprint(fingerprint, LENGTH);
    }

    @Override
    public boolean rawBytes() {
        return false;
    }
}
