package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.serdes.internal.BinaryOutput;
import org.jspecify.annotations.Nullable;

/** A dict with the schema's fields in its order, some of them left to their defaults. */
final class QuickRecord implements QuickStep {

    private final byte[][] names;
    private final QuickStep[] fields;
    private final byte[] @Nullable [] defaults;

    /** The fields are set afterwards, because one of them may be this record again. */
    QuickRecord(int size) {
        names = new byte[size][];
        fields = new QuickStep[size];
        defaults = new byte[size][];
    }

    void set(int index, String name, QuickStep step, byte @Nullable [] defaultValue) {
        names[index] = name.getBytes(UTF_8);
        fields[index] = step;
        defaults[index] = defaultValue;
    }

    @Override
    public boolean copy(QuickInput in, BinaryOutput out) {
        if (!in.open(Op.EMPTY_DICT)) {
            return false;
        }
        int next = in.next(Op.MARK) ? several(in, out) : oneOrNone(in, out);
        if (next < 0) {
            return false;
        }
        for (int i = next; i < names.length; i++) {
            if (!writeDefault(out, i)) {
                return false;
            }
        }
        in.close();
        return true;
    }

    /** The number of the field behind the last that was there, or -1. */
    private int several(QuickInput in, BinaryOutput out) {
        int next = 0;
        do {
            while (!in.next(Op.SETITEMS)) {
                next = field(in, out, next);
                if (next < 0) {
                    return -1;
                }
            }
        } while (in.next(Op.MARK));
        return next;
    }

    /** What follows is an item and its opcode, or belongs to someone else. */
    private int oneOrNone(QuickInput in, BinaryOutput out) {
        long before = in.place();
        int size = out.size();
        int next = field(in, out, 0);
        if (next >= 0 && in.next(Op.SETITEM)) {
            return next;
        }
        out.truncate(size);
        return in.comeBack(before) ? 0 : -1;
    }

    private int field(QuickInput in, BinaryOutput out, int from) {
        if (!in.text()) {
            return -1;
        }
        int i = from;
        while (i < names.length && !in.textIs(names[i])) {
            if (!writeDefault(out, i++)) {
                return -1;
            }
        }
        return i < names.length && fields[i].copy(in, out) ? i + 1 : -1;
    }

    private boolean writeDefault(BinaryOutput out, int index) {
        byte[] value = defaults[index];
        if (value == null) {
            return false;
        }
        out.writeFixed(value, 0, value.length);
        return true;
    }
}
