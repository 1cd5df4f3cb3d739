package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.BinaryOutput;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/**
 * Checks plain JSON against a schema and turns it into Avro binary of that schema. Safe for use by many threads.
 *
 * <p>Faults are {@link dev.brine.serdes.DecodeException}s with the offset of the token in the text and the path to it.
 * Rules besides those of {@link BinaryInput}: {@code json.syntax}, {@code json.type} (a text where a number should be),
 * {@code json.value} (a text that is no date, a number out of range), {@code json.missing-field}, {@code
 * json.unknown-field}, {@code json.duplicate} and {@code limit.union-retries}.
 */
public final class JsonToAvro {

    private static final byte[] NONE = new byte[0];
    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_NAME = 50_000;

    private final QuickJson quick;
    private final ParseStep root;
    private final Limits limits;
    private final Limits room;
    private final JsonFactory factory;

    /** @throws IllegalArgumentException if the schema, or a default in it, cannot be written */
    public JsonToAvro(Schema schema, Limits limits) {
        this(schema, limits, UnknownFields.ERROR);
    }

    /** @throws IllegalArgumentException if the schema, or a default in it, cannot be written */
    public JsonToAvro(Schema schema, Limits limits, UnknownFields unknown) {
        this.root = new ParsePlanner(unknown).plan(schema);
        this.quick = new QuickJson(schema, limits);
        this.limits = limits;
        // While a record's fields are put in order they stand there twice.
        this.room = new Limits(
                (int) Math.min(2L * limits.maxBytes() + 1_024, Integer.MAX_VALUE - 64),
                limits.maxStringBytes(),
                limits.maxItems(),
                limits.maxDepth(),
                limits.maxNodes());
        this.factory = JsonFactory.builder()
                .streamReadConstraints(constraints(limits))
                // Names in hostile text must not stay in the JVM for ever.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private static StreamReadConstraints constraints(Limits limits) {
        // Jackson counts characters, of which base64 needs four for three bytes.
        long longestText = limits.maxStringBytes() * 4L / 3 + 4;
        return StreamReadConstraints.builder()
                .maxNestingDepth(limits.maxDepth() + 1)
                .maxStringLength((int) Math.min(longestText, Integer.MAX_VALUE))
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(Math.min(limits.maxStringBytes(), LONGEST_NAME))
                .build();
    }

    /**
     * The Avro binary of the JSON text between the buffer's position and its limit; the buffer is not moved.
     *
     * @throws dev.brine.serdes.DecodeException if the text is not exactly one value of the schema within the limits
     */
    public byte[] convert(ByteBuffer json) {
        BinaryOutput out = open();
        try {
            convert(json, out);
            return out.toArray(NONE);
        } finally {
            out.release();
        }
    }

    /** As {@link #convert(ByteBuffer)}, for a whole array. */
    public byte[] convert(byte[] json) {
        return convert(ByteBuffer.wrap(json));
    }

    /** An output with room for one value, for {@link #convert(ByteBuffer, BinaryOutput)}; to be released. */
    BinaryOutput open() {
        return BinaryOutput.acquire(room);
    }

    void convert(ByteBuffer json, BinaryOutput out) {
        BinaryInput in = BinaryInput.acquire(json, limits);
        try {
            in.checkUtf8(in.remaining());
            if (!quick.copy(in.array(), in.index(), in.remaining(), out)) {
                out.restart();
                parse(open(in), out);
            }
        } finally {
            in.release();
        }
    }

    private JsonSource open(BinaryInput in) {
        try {
            return new JsonSource(factory, in.array(), in.index(), in.remaining(), limits);
        } catch (Fault e) {
            throw e.toException();
        }
    }

    private void parse(JsonSource source, BinaryOutput out) {
        try {
            source.begin();
            root.parse(source, out);
            source.expectEnd();
            if (out.size() > limits.maxBytes()) {
                throw source.fault("limit.max.bytes", "more than " + limits.maxBytes() + " bytes as Avro binary");
            }
        } catch (Fault e) {
            throw e.toException();
        } catch (EncodeException e) {
            // What one text or collection may take was checked already; what is left is the sum.
            throw source.fault("limit.max.bytes", "more than " + limits.maxBytes() + " bytes as Avro binary")
                    .toException();
        } catch (StackOverflowError e) {
            throw source.fault("limit.max.depth", "this thread's stack is too small for the value's depth")
                    .toException();
        } finally {
            source.close();
        }
    }
}
