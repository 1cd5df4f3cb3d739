package dev.brine.serdes.pickle;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryOutput;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/**
 * The short way from a pickle to Avro binary, without a tree between them: for pickles whose dicts have the schema's
 * fields in the schema's order, as records are written. It knows no refusals. Whatever it cannot do, be it unusual or
 * at fault, is done again by {@link PickleMachine} and {@link TreeStep}, which are right about everything; what it can
 * do, they would have done alike. Safe for use by many threads.
 */
final class QuickPlan {

    private static final ThreadLocal<QuickInput> OF_THREAD = ThreadLocal.withInitial(QuickInput::new);

    /** After a pickle in vain so many are not tried: who writes otherwise mostly goes on to. */
    private static final int PAUSE = 32;

    private final QuickStep step;
    private final PickleOptions options;
    private final int most;
    // Written by many threads without an order between them; it is only ever a hint.
    private int pause;

    QuickPlan(Schema schema, PickleOptions options) {
        this.step = new QuickPlanner().plan(schema);
        this.options = options;
        this.most = options.strictProtocol() ? 0 : most(options.limits(), options.budget());
    }

    /** The longest pickle that can break none of the limits on a count: no part takes less than a byte. */
    private static int most(Limits limits, PickleLimits budget) {
        int counts = Math.min(Math.min(limits.maxItems(), limits.maxNodes() / 2), limits.maxBytes());
        return Math.min(counts, Math.min(budget.maxOpcodes(), Math.min(budget.maxStack(), budget.maxMemo())));
    }

    /** Returns whether the output holds the value; if not, it holds anything. */
    boolean copy(ByteBuffer pickle, BinaryOutput out) {
        if (pause > 0) {
            pause--;
            return false;
        }
        boolean copied = attempt(pickle, out);
        if (!copied) {
            pause = PAUSE;
        }
        return copied;
    }

    /** As {@link #copy}, without a pause. */
    boolean attempt(ByteBuffer pickle, BinaryOutput out) {
        if (!pickle.hasArray() || pickle.remaining() > most) {
            return false;
        }
        QuickInput in = OF_THREAD.get();
        int from = pickle.arrayOffset() + pickle.position();
        boolean copied = in.begin(pickle.array(), from, from + pickle.remaining(), options) && copy(in, out);
        in.release();
        return copied;
    }

    private boolean copy(QuickInput in, BinaryOutput out) {
        try {
            return step.copy(in, out) && in.done();
        } catch (EncodeException e) {
            // A limit of the output, which the long way breaks too and can tell where.
            return false;
        }
    }
}
