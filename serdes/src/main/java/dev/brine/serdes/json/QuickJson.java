package dev.brine.serdes.json;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;
import org.apache.avro.Schema;

/**
 * The short way from JSON to Avro binary, without a parser: for text as programs print it, without white space and
 * escapes, its fields in the schema's order. It knows no refusals. Whatever it cannot do, be it unusual or at fault, is
 * done again by the parser and {@link ParseStep}, which are right about everything; what it can do, they would have
 * done alike. Safe for use by many threads.
 */
final class QuickJson {

    private static final ThreadLocal<QuickSource> OF_THREAD = ThreadLocal.withInitial(QuickSource::new);

    /** After a text in vain so many are not tried: who writes otherwise mostly goes on to. */
    private static final int PAUSE = 32;

    private final QuickParse step;
    private final Limits limits;
    // Written by many threads without an order between them; it is only ever a hint.
    private int pause;

    QuickJson(Schema schema, Limits limits) {
        this.step = new QuickParsePlanner().plan(schema);
        this.limits = limits;
    }

    /**
     * Returns whether the output, which was empty, holds the value; if not, it holds anything.
     *
     * @param bytes UTF-8 that was found sound
     */
    boolean copy(byte[] bytes, int from, int length, BinaryOutput out) {
        if (pause > 0) {
            pause--;
            return false;
        }
        boolean copied = attempt(bytes, from, length, out);
        if (!copied) {
            pause = PAUSE;
        }
        return copied;
    }

    /** As {@link #copy}, without a pause. */
    boolean attempt(byte[] bytes, int from, int length, BinaryOutput out) {
        QuickSource in = OF_THREAD.get();
        in.begin(bytes, from, length, limits.maxDepth(), limits.maxStringBytes());
        try {
            return step.copy(in, out) && in.atEnd() && out.size() <= limits.maxBytes();
        } catch (EncodeException e) {
            // A limit of the output, which the long way breaks too and can tell where.
            return false;
        } finally {
            in.release();
        }
    }
}
