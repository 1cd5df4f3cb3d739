package dev.brine.serdes.pickle;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The stack of the pickle machine, with its marks beside it, so that a mark can never be taken for a value. */
final class PickleStack {

    private final PickleInput in;
    private final int max;
    private @Nullable Object[] values;
    private int top;
    private int[] marks = new int[8];
    private int markCount;
    /** Where the highest mark stands: what is below it cannot be reached. */
    private int floor;

    PickleStack(PickleInput in, int max) {
        this.in = in;
        this.max = max;
        this.values = new Object[Math.min(48, max)];
    }

    void push(@Nullable Object value) {
        if (top == values.length) {
            grow();
        }
        values[top++] = value;
    }

    private void grow() {
        checkRoom();
        values = Arrays.copyOf(values, Math.min(2 * values.length, max));
    }

    private void checkRoom() {
        if (top + markCount >= max) {
            throw in.fault("limit.max.stack", "more than " + max + " values and marks on the stack");
        }
    }

    @Nullable
    Object pop() {
        if (top <= floor) {
            throw underflow();
        }
        return values[--top];
    }

    @Nullable
    Object peek() {
        if (top <= floor) {
            throw underflow();
        }
        return values[top - 1];
    }

    void replace(@Nullable Object value) {
        values[top - 1] = value;
    }

    void mark() {
        checkRoom();
        if (markCount == marks.length) {
            marks = Arrays.copyOf(marks, 2 * markCount);
        }
        marks[markCount++] = top;
        floor = top;
    }

    /** Takes the highest mark away and returns where it stood: the values from there to {@link #top()} are meant. */
    int popMark() {
        if (markCount == 0) {
            throw in.fault("pickle.stack", "no mark on the stack");
        }
        int at = marks[--markCount];
        floor = markCount == 0 ? 0 : marks[markCount - 1];
        return at;
    }

    /** POP: the top value, or the mark if it is on top. */
    void drop() {
        if (markCount > 0 && top == floor) {
            popMark();
        } else {
            pop();
        }
    }

    /** The value just below a position. */
    @Nullable
    Object below(int at) {
        if (at <= floor) {
            throw underflow();
        }
        return values[at - 1];
    }

    void cutTo(int at) {
        // What is above stays referenced until it is overwritten or the machine is gone, which is soon.
        top = at;
    }

    int top() {
        return top;
    }

    /** Checks that {@code count} values can be taken and returns where the first of them stands. */
    int reach(int count) {
        if (top - count < floor) {
            throw underflow();
        }
        return top - count;
    }

    @Nullable
    Object[] values() {
        return values;
    }

    boolean hasMarks() {
        return markCount > 0;
    }

    private RuntimeException underflow() {
        return in.fault("pickle.stack", "a value is due, but the stack is empty or a mark stands there");
    }
}
