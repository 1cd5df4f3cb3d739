package dev.brine.serdes.pickle;

import dev.brine.serdes.Limits;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes values into containers: the one place where it is decided that a value is data, where a container is sealed,
 * and where expanded size, depth and number of items are counted.
 *
 * <p>The weight of a container is what it would be if everything in it were written out, because that is what the next
 * conversion does. Text and bytes weigh one more for each 64 of their length, integers for each 256 bits, so that a
 * long text that is named a thousand times counts a thousand times.
 */
final class Intake {

    private final PickleInput in;
    private final Limits limits;
    private int items;
    private long work;
    private long weight;
    private int depth;

    Intake(PickleInput in, Limits limits) {
        this.in = in;
        this.limits = limits;
    }

    /** Begins to count what the next calls of {@link #take} bring. */
    void begin() {
        weight = 0;
        depth = 0;
    }

    /** A value as data; a UUID takes its place here. */
    @Nullable
    Object take(@Nullable Object value) {
        if (value instanceof String text) {
            weight += 1 + (text.length() >> 6);
            return value;
        }
        if (value == null || value instanceof Long || value instanceof Double || value instanceof Boolean) {
            weight++;
            return value;
        }
        return takeOther(value);
    }

    private @Nullable Object takeOther(Object value) {
        if (value instanceof TextSlice slice) {
            weight += 1 + (slice.length() >> 6);
            return value;
        }
        if (value instanceof Node node) {
            if (node instanceof PickleList list && list.inert()) {
                throw in.fault("pickle.global", "a tuple that holds a name where a value is due");
            }
            takeNode(node);
            return value;
        }
        if (value instanceof PickleRecord object) {
            takeNode(object.dict());
            return value;
        }
        if (value instanceof Inert inert) {
            throw in.fault("pickle.global", inert.display() + " where a value is due: a name is no value");
        }
        if (value instanceof UuidNode uuid) {
            weight++;
            return uuid.value(in);
        }
        if (value instanceof byte[] bytes) {
            weight += 1 + (bytes.length >> 6);
        } else if (value instanceof BigInteger integer) {
            weight += 1 + (integer.bitLength() >> 8);
        } else {
            weight++;
        }
        return value;
    }

    private void takeNode(Node node) {
        node.seal();
        weight += node.weight();
        depth = Math.max(depth, node.depth());
    }

    /** A value as an argument of a call, where names may stand. Returns whether it is one. */
    boolean takeArgument(@Nullable Object[] values, int at) {
        Object value = values[at];
        if (value instanceof Inert) {
            weight++;
            return true;
        }
        if (value instanceof PickleList list && list.inert()) {
            takeNode(list);
            return true;
        }
        values[at] = take(string(value));
        return false;
    }

    /**
     * Counts work on a value that the bytes may name again and again at no cost of their own: the members of a list
     * that becomes a set, the characters of a text that becomes bytes.
     */
    void charge(long units) {
        work += units;
        if (work > limits.maxNodes()) {
            throw in.fault("limit.max.nodes", "conversions of more than " + limits.maxNodes() + " parts");
        }
    }

    /** The value, as a string if it is a slice; counted, because a slice may be named again and again. */
    @Nullable
    Object string(@Nullable Object value) {
        if (value instanceof TextSlice slice) {
            charge(slice.length() >> 6);
            return slice.toString();
        }
        return value;
    }

    /** Ends what {@link #begin} began: {@code count} values are now part of {@code parent}. */
    void into(Node parent, int count) {
        if (parent.sealed()) {
            throw in.fault("pickle.cycle", "a container changes after it became part of another, or holds itself");
        }
        if (count > limits.maxItems() - items) {
            throw in.fault("limit.max.items", "more than " + limits.maxItems() + " items in all containers");
        }
        items += count;
        long heavier = parent.weight() + weight;
        if (heavier > limits.maxNodes()) {
            throw in.fault("limit.max.nodes", "a value that expands to more than " + limits.maxNodes() + " values");
        }
        int deeper = Math.max(parent.depth(), depth + 1);
        if (deeper > limits.maxDepth()) {
            throw in.fault("limit.max.depth", "containers more than " + limits.maxDepth() + " deep");
        }
        parent.measure((int) heavier, deeper);
    }
}
