package dev.brine.serdes.pickle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Follows texts through the stack and the memo to where they become names. Anything that is no text is one unknown
 * object; whatever does not add up is forgiven, because a listing goes on where a reader stops.
 */
final class NameTracker {

    private static final Object UNKNOWN = new Object();
    private static final int MOST = 100_000;

    private final List<Object> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Object> memo = new HashMap<>();
    private String module = "?";
    private String name = "?";

    /** Carries out one opcode. Returns whether it named something. */
    boolean step(PickleOpcode opcode, PickleListing at) {
        switch (opcode) {
            case GLOBAL -> {
                named(at.text(), at.second());
                push(UNKNOWN);
                return true;
            }
            case INST -> {
                named(at.text(), at.second());
                popMark();
                push(UNKNOWN);
                return true;
            }
            case STACK_GLOBAL -> {
                Object second = pop();
                Object first = pop();
                named(first, second);
                push(UNKNOWN);
                return true;
            }
            case UNICODE, BINUNICODE, SHORT_BINUNICODE, BINUNICODE8 -> {
                String text = at.unescaped();
                push(text == null ? UNKNOWN : text);
            }
            case MEMOIZE -> remember(memo.size());
            case PUT, BINPUT, LONG_BINPUT -> remember(at.number());
            case GET, BINGET, LONG_BINGET -> push(memo.getOrDefault(at.number(), UNKNOWN));
            default -> shape(opcode);
        }
        return false;
    }

    String module() {
        return module;
    }

    String name() {
        return name;
    }

    private void shape(PickleOpcode opcode) {
        switch (opcode) {
            case MARK -> mark();
            case POP, APPEND, BUILD -> pop();
            case POP_MARK, APPENDS, SETITEMS, ADDITEMS -> popMark();
            case SETITEM -> pop(2);
            case LIST, DICT, TUPLE, FROZENSET, OBJ -> {
                popMark();
                push(UNKNOWN);
            }
            case TUPLE1, BINPERSID -> replace(1);
            case TUPLE2, REDUCE, NEWOBJ -> replace(2);
            case TUPLE3, NEWOBJ_EX -> replace(3);
            case DUP -> push(stack.isEmpty() ? UNKNOWN : stack.get(stack.size() - 1));
            case STOP -> {
                stack.clear();
                marks.clear();
                memo.clear();
            }
            case PROTO, FRAME, READONLY_BUFFER -> {
                // These leave the stack as it is.
            }
            default -> push(UNKNOWN);
        }
    }

    private void named(@Nullable Object first, @Nullable Object second) {
        module = first instanceof String text ? text : "?";
        name = second instanceof String text ? text : "?";
    }

    private void remember(long index) {
        if (index >= 0 && memo.size() < MOST) {
            memo.put(index, stack.isEmpty() ? UNKNOWN : stack.get(stack.size() - 1));
        }
    }

    private void push(Object value) {
        if (stack.size() < MOST) {
            stack.add(value);
        }
    }

    private Object pop() {
        return stack.isEmpty() ? UNKNOWN : stack.remove(stack.size() - 1);
    }

    private void pop(int count) {
        for (int i = 0; i < count; i++) {
            pop();
        }
    }

    private void replace(int count) {
        pop(count);
        push(UNKNOWN);
    }

    private void mark() {
        if (marks.size() < MOST) {
            marks.add(stack.size());
        }
    }

    private void popMark() {
        int at = marks.isEmpty() ? 0 : marks.remove(marks.size() - 1);
        if (at < stack.size()) {
            stack.subList(at, stack.size()).clear();
        }
    }
}
