package dev.brine.serdes.avro;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import dev.brine.serdes.Limits;
import dev.brine.serdes.internal.BinaryInput;
import dev.brine.serdes.internal.FaultPath;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;

/** Runs a plan over the bytes of one value, and says of a fault where it was. */
final class AvroDecoder<T> implements Decoder<T>, BinaryInput.Locator {

    private final Schema writer;
    private final Plan<ReadStep> plan;
    private final Class<T> type;
    private final Limits limits;

    AvroDecoder(Schema writer, Plan<ReadStep> plan, Class<T> type, Limits limits) {
        this.writer = writer;
        this.plan = plan;
        this.type = type;
        this.limits = limits;
    }

    @Override
    public T decode(ByteBuffer bytes) {
        // So short that it becomes part of its caller, where a buffer made for the call need not exist then.
        return read(BinaryInput.acquire(bytes, limits));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a schema that is null, or a union with it, has null as its object
    private T read(BinaryInput in) {
        try {
            in.locating(this);
            Object value = plan.next().read(in);
            in.expectEnd();
            return (T) value;
        } catch (DecodeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw refused(in, e);
        } catch (StackOverflowError e) {
            // The limit of depth is far below what a usual thread can bear, but threads can be made with any stack.
            throw new DecodeException("limit.max.depth", in.position(), "", "the thread's stack is too small", e);
        } finally {
            in.release();
        }
    }

    @Override
    public String path(BinaryInput in, int position) {
        return FaultPath.find(writer, in, position);
    }

    /** A constructor or setter of the application did not take the values. Its message may hold them. */
    private DecodeException refused(BinaryInput in, RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        String thrown = e.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
        int position = in.position();
        String path = FaultPath.find(writer, in, position - 1);
        String reason = "read well, but " + type.getTypeName() + " or a part of it did not take the values: " + thrown;
        return new DecodeException("object", position, path, reason, e);
    }
}
