package dev.brine.serdes.pickle;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.RandomAccess;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A Python sequence or set as it was read, in order. Cannot be modified by its users. */
final class PickleList extends AbstractList<@Nullable Object> implements RandomAccess, Node {

    /** Which of Python's types it was. */
    enum Kind {
        LIST,
        TUPLE,
        SET,
        FROZENSET,
        DEQUE
    }

    private static final @Nullable Object[] NOTHING = new Object[0];

    private final Kind kind;
    private @Nullable Object[] items = NOTHING;
    private int size;
    private int weight = 1;
    private int depth = 1;
    private boolean sealed;
    private boolean inert;
    private @Nullable Set<Object> members;

    PickleList(Kind kind) {
        this.kind = kind;
    }

    /** A list with another's items. */
    PickleList(Kind kind, PickleList other) {
        this.kind = kind;
        this.items = Arrays.copyOf(other.items, other.size);
        this.size = other.size;
        this.weight = other.weight;
        this.depth = other.depth;
    }

    Kind kind() {
        return kind;
    }

    @Override
    public @Nullable Object get(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("item " + index + " of " + size);
        }
        return items[index];
    }

    @Override
    public int size() {
        return size;
    }

    /** Appends {@code count} values of an array. */
    void append(@Nullable Object[] from, int index, int count) {
        if (count > items.length - size) {
            int room = size == 0 ? count : Math.max(size + count, size * 2);
            items = Arrays.copyOf(items, room);
        }
        System.arraycopy(from, index, items, size, count);
        size += count;
    }

    /** Puts something else in the place of each item; it must mean the same. */
    void mapItems(UnaryOperator<@Nullable Object> same) {
        for (int i = 0; i < size; i++) {
            items[i] = same.apply(items[i]);
        }
    }

    /** Whether a name or a time zone is among the items, so that it is an argument list and no data. */
    boolean inert() {
        return inert;
    }

    /** What the members of a set are compared by; kept here because they may come in many parts. */
    Set<Object> members() {
        if (members == null) {
            members = new HashSet<>();
        }
        return members;
    }

    void markInert() {
        inert = true;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public void measure(int weight, int depth) {
        this.weight = weight;
        this.depth = depth;
    }

    @Override
    public boolean sealed() {
        return sealed;
    }

    @Override
    public void seal() {
        sealed = true;
    }
}
