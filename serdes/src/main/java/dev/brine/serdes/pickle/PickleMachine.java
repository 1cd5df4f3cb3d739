package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.pickle.PickleOptions.Python2Strings;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The pickle machine, for one pickle: a stack, a memo, and one method per opcode that only ever makes data. What can
 * name, call or change something is in {@link PickleCalls}.
 */
final class PickleMachine {

    private final PickleInput in;
    private final PickleOptions options;
    private final PickleStack stack;
    private final PickleMemo memo;
    private final Intake intake;
    private final PickleCalls calls;
    private final PickleNumbers numbers;
    // A pickle that does not say its protocol is one of 0 or 1.
    private int protocol = 1;

    PickleMachine(PickleInput in, PickleOptions options) {
        this.in = in;
        this.options = options;
        PickleLimits budget = options.budget();
        stack = new PickleStack(in, budget.maxStack());
        memo = new PickleMemo(in, budget.maxMemo());
        intake = new Intake(in, options.limits());
        numbers = new PickleNumbers(in, budget);
        calls = new PickleCalls(in, options, intake, numbers);
    }

    /** Runs to STOP and returns the value. Recursion-free; every fault is a {@link DecodeException}. */
    @Nullable
    Object run() {
        while (true) {
            int op = in.next();
            // What records are made of; the rest is left to a second method, so that this one stays small enough for
            // the compiler to do it well. With fewer cases javac and HotSpot would search instead of jump.
            switch (op) {
                case Op.MEMOIZE -> memo.memoize(stack.peek());
                case Op.SHORT_BINUNICODE -> {
                    stack.push(in.text(in.u1()));
                    memoizeIfNext();
                }
                case Op.BINGET -> stack.push(memo.get(in.u1()));
                case Op.BINPUT -> memo.put(in.u1(), stack.peek());
                case Op.BINUNICODE -> stack.push(in.text(in.u4()));
                case Op.NONE -> stack.push(null);
                case Op.BININT1 -> stack.push((long) in.u1());
                case Op.BININT2 -> stack.push((long) in.u2());
                case Op.BININT -> stack.push((long) in.i4());
                case Op.LONG1 -> stack.push(numbers.binary(in.u1()));
                case Op.BINFLOAT -> stack.push(in.f8());
                case Op.NEWTRUE -> stack.push(Boolean.TRUE);
                case Op.NEWFALSE -> stack.push(Boolean.FALSE);
                case Op.EMPTY_DICT -> {
                    stack.push(new PickleDict());
                    memoizeIfNext();
                }
                case Op.EMPTY_LIST -> {
                    stack.push(new PickleList(PickleList.Kind.LIST));
                    memoizeIfNext();
                }
                case Op.MARK -> stack.mark();
                case Op.TUPLE1 -> tuple(stack.reach(1));
                case Op.TUPLE2 -> tuple(stack.reach(2));
                case Op.REDUCE -> reduce();
                case Op.STACK_GLOBAL -> stackGlobal();
                case Op.PROTO -> protocol();
                case Op.FRAME -> in.enterFrame();
                case Op.EMPTY_TUPLE -> tuple(stack.top());
                case Op.NEWOBJ -> newObject();
                case Op.BUILD -> build();
                case Op.SETITEMS -> setItems(stack.popMark());
                case Op.SETITEM -> setItems(stack.reach(2));
                case Op.APPENDS -> append(stack.popMark());
                case Op.APPEND -> append(stack.reach(1));
                case Op.STOP -> {
                    return result();
                }
                default -> other(op);
            }
            if (options.strictProtocol()) {
                checkProtocol(op);
            }
        }
    }

    /** CPython memoises every text and container as soon as it is there, which makes half of all opcodes. */
    private void memoizeIfNext() {
        if (in.nextIs(Op.MEMOIZE)) {
            memo.memoize(stack.peek());
            if (options.strictProtocol()) {
                checkProtocol(Op.MEMOIZE);
            }
        }
    }

    private void other(int op) {
        switch (op) {
            case Op.TUPLE3 -> tuple(stack.reach(3));
            case Op.TUPLE -> tuple(stack.popMark());
            case Op.LIST -> list();
            case Op.DICT -> dict();
            case Op.EMPTY_SET -> stack.push(new PickleList(PickleList.Kind.SET));
            case Op.ADDITEMS -> addItems(stack.popMark());
            case Op.FROZENSET -> frozenSet();
            case Op.LONG_BINGET -> stack.push(memo.get(in.u4()));
            case Op.GET -> stack.push(memo.get(numbers.index()));
            case Op.LONG_BINPUT -> memo.put(in.u4(), stack.peek());
            case Op.PUT -> memo.put(numbers.index(), stack.peek());
            case Op.INT -> stack.push(numbers.textInt());
            case Op.LONG -> stack.push(numbers.textLong());
            case Op.LONG4 -> stack.push(numbers.binary(in.i4()));
            case Op.FLOAT -> stack.push(numbers.textFloat());
            case Op.UNICODE -> stack.push(PickleStrings.rawUnicodeEscape(in));
            case Op.BINUNICODE8 -> stack.push(in.text(in.length8()));
            case Op.STRING -> stack.push(python2(PickleStrings.quoted(in)));
            case Op.BINSTRING -> stack.push(python2(in.bytes(in.i4())));
            case Op.SHORT_BINSTRING -> stack.push(python2(in.bytes(in.u1())));
            case Op.SHORT_BINBYTES -> stack.push(in.bytes(in.u1()));
            case Op.BINBYTES -> stack.push(in.bytes(in.u4()));
            case Op.BINBYTES8, Op.BYTEARRAY8 -> stack.push(in.bytes(in.length8()));
            case Op.POP -> stack.drop();
            case Op.POP_MARK -> stack.cutTo(stack.popMark());
            case Op.DUP -> stack.push(stack.peek());
            case Op.GLOBAL -> stack.push(calls.global(PickleStrings.name(in), PickleStrings.name(in)));
            case Op.NEWOBJ_EX -> newObjectWithNames();
            default -> throw refused(op);
        }
    }

    private void reduce() {
        Object arguments = stack.pop();
        stack.push(calls.reduce(stack.pop(), arguments));
    }

    private void newObject() {
        Object arguments = stack.pop();
        stack.push(calls.newObject(stack.pop(), arguments));
    }

    private void build() {
        Object state = stack.pop();
        calls.build(stack.peek(), state);
    }

    private DecodeException refused(int op) {
        PickleOpcode opcode = PickleOpcode.of(op);
        if (opcode == null) {
            return in.fault("pickle.opcode", "no opcode of pickle");
        }
        return in.fault(
                "pickle.opcode." + PickleCalls.lower(opcode.name()),
                "this opcode is never accepted: plain data does not need it");
    }

    private void protocol() {
        if (!in.first()) {
            throw in.fault("pickle.proto", "only the first byte of a pickle may say the protocol");
        }
        protocol = in.u1();
        if (protocol > 5) {
            throw in.fault("pickle.proto", "protocol " + protocol + ", 0 to 5 are known");
        }
    }

    private void checkProtocol(int op) {
        int since = PickleProtocols.since(op);
        if (since > protocol) {
            throw in.fault("pickle.proto", "an opcode of protocol " + since + " in a pickle of protocol " + protocol);
        }
    }

    private @Nullable Object result() {
        if (stack.hasMarks() || stack.top() > 1) {
            throw in.fault("pickle.stack", "marks or values are left below the result");
        }
        intake.begin();
        return intake.take(stack.pop());
    }

    private void setItems(int from) {
        int count = stack.top() - from;
        if ((count & 1) != 0) {
            throw in.fault("pickle.items", "a key without a value");
        }
        if (!(stack.below(from) instanceof PickleDict dict)) {
            throw in.fault("pickle.target", "items are set on what is no dict");
        }
        fill(dict, from, count);
        stack.cutTo(from);
    }

    private void fill(PickleDict dict, int from, int count) {
        Object[] values = stack.values();
        intake.begin();
        for (int i = from; i < from + count; i += 2) {
            if (!(values[i] instanceof String)) {
                values[i] = key(values[i]);
            }
            values[i + 1] = intake.take(values[i + 1]);
        }
        intake.into(dict, count >> 1);
        if (dict.append(values, from, count >> 1) >= 0) {
            throw in.fault("pickle.key", "a dict key that is there twice");
        }
    }

    private String key(@Nullable Object value) {
        if (intake.string(value) instanceof String text) {
            return text;
        }
        throw in.fault("pickle.key", "a dict key that is no text");
    }

    private void append(int from) {
        if (!(stack.below(from) instanceof PickleList list)
                || (list.kind() != PickleList.Kind.LIST && list.kind() != PickleList.Kind.DEQUE)) {
            throw in.fault("pickle.target", "items are appended to what is no list");
        }
        fill(list, from);
        stack.cutTo(from);
    }

    private void fill(PickleList list, int from) {
        Object[] values = stack.values();
        int count = stack.top() - from;
        intake.begin();
        boolean compared = list.kind() == PickleList.Kind.SET || list.kind() == PickleList.Kind.FROZENSET;
        for (int i = from; i < from + count; i++) {
            values[i] = intake.take(compared ? intake.string(values[i]) : values[i]);
        }
        intake.into(list, count);
        list.append(values, from, count);
    }

    private void tuple(int from) {
        PickleList tuple = new PickleList(PickleList.Kind.TUPLE);
        Object[] values = stack.values();
        int count = stack.top() - from;
        intake.begin();
        for (int i = from; i < from + count; i++) {
            if (intake.takeArgument(values, i)) {
                tuple.markInert();
            }
        }
        intake.into(tuple, count);
        tuple.append(values, from, count);
        stack.cutTo(from);
        stack.push(tuple);
    }

    private void list() {
        int from = stack.popMark();
        PickleList list = new PickleList(PickleList.Kind.LIST);
        fill(list, from);
        stack.cutTo(from);
        stack.push(list);
    }

    private void dict() {
        int from = stack.popMark();
        int count = stack.top() - from;
        if ((count & 1) != 0) {
            throw in.fault("pickle.items", "a key without a value");
        }
        PickleDict dict = new PickleDict();
        fill(dict, from, count);
        stack.cutTo(from);
        stack.push(dict);
    }

    private void addItems(int from) {
        if (!(stack.below(from) instanceof PickleList set) || set.kind() != PickleList.Kind.SET) {
            throw in.fault("pickle.target", "items are added to what is no set");
        }
        int before = set.size();
        fill(set, from);
        PickleSets.check(set, before, in);
        stack.cutTo(from);
    }

    private void frozenSet() {
        int from = stack.popMark();
        PickleList set = new PickleList(PickleList.Kind.FROZENSET);
        fill(set, from);
        PickleSets.check(set, 0, in);
        stack.cutTo(from);
        stack.push(set);
    }

    private void stackGlobal() {
        Object name = intake.string(stack.pop());
        Object module = intake.string(stack.pop());
        if (!(name instanceof String n) || !(module instanceof String m)) {
            throw in.fault("pickle.global", "module and name must be texts");
        }
        stack.push(calls.global(m, n));
    }

    private void newObjectWithNames() {
        Object named = stack.pop();
        Object arguments = stack.pop();
        if (!(named instanceof PickleDict dict) || dict.size() > 0) {
            throw in.fault("pickle.call", "named arguments of a constructor are not accepted");
        }
        stack.push(calls.newObject(stack.pop(), arguments));
    }

    private Object python2(byte[] text) {
        Python2Strings policy = options.python2Strings();
        if (policy == Python2Strings.REFUSED) {
            throw in.fault(
                    "pickle.python2-string",
                    "a Python 2 str, which may be text or bytes: allow latin-1 or bytes, or pickle unicode");
        }
        return policy == Python2Strings.BYTES ? text : new String(text, StandardCharsets.ISO_8859_1);
    }
}
