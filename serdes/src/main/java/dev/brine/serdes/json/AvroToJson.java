package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.FaultPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/** Prints Avro binary of one schema as plain JSON, without white space. Safe for use by many threads. */
public final class AvroToJson {

    /** JSON is longer than binary, and its length is bounded by this many times the limit of the binary. */
    private static final int STRETCH = 4;

    private static final byte[] NONE = new byte[0];

    private final PrintStep root;
    private final PrintStep soundRoot;
    private final Limits limits;
    private final BinaryInput.Locator locator;

    /** @throws IllegalArgumentException if the schema cannot be printed */
    public AvroToJson(Schema schema, Limits limits) {
        this.root = new PrintPlanner(false).plan(schema);
        this.soundRoot = new PrintPlanner(true).plan(schema);
        this.limits = limits;
        this.locator = (in, position) -> FaultPath.find(schema, in, position);
    }

    /**
     * The JSON text of the value between the buffer's position and its limit, in UTF-8; the buffer is not moved.
     *
     * @throws DecodeException if the bytes are not exactly one value within the limits
     */
    public byte[] convert(ByteBuffer avro) {
        return convert(root, NONE, BinaryInput.acquire(avro, limits), (long) limits.maxBytes() * STRETCH);
    }

    /**
     * Appends the JSON text of the value between the buffer's position and its limit; the buffer is not moved.
     *
     * @throws DecodeException if the bytes are not exactly one value within the limits; nothing is appended then
     * @throws UncheckedIOException if the target cannot be written
     */
    public void convert(ByteBuffer avro, Appendable target) {
        String text = new String(convert(avro), UTF_8);
        try {
            target.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException("JSON text of " + text.length() + " characters could not be written", e);
        }
    }

    /** What our encoder wrote, behind a prefix and no longer than can be read back. */
    byte[] convert(byte[] prefix, BinaryOutput avro) {
        BinaryInput in = BinaryInput.acquire(avro.array(), 0, avro.size(), limits);
        return convert(soundRoot, prefix, in, limits.maxBytes());
    }

    private byte[] convert(PrintStep step, byte[] prefix, BinaryInput in, long longest) {
        try {
            in.locating(locator);
            JsonText out = JsonText.acquire(longest);
            try {
                step.print(in, out);
                in.expectEnd();
                return out.toArray(prefix);
            } finally {
                out.release();
            }
        } finally {
            in.release();
        }
    }
}
