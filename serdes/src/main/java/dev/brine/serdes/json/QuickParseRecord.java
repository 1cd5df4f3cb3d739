package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An object with the schema's fields in its order, some of them left to their defaults. */
final class QuickParseRecord implements QuickParse {

    /** Name, quotes and colon of each field. */
    private final byte[][] heads;

    private final QuickParse[] fields;
    private final byte[] @Nullable [] defaults;

    /** The fields are set afterwards, because one of them may be this record again. */
    QuickParseRecord(int size) {
        heads = new byte[size][];
        fields = new QuickParse[size];
        defaults = new byte[size][];
    }

    void set(int index, String name, QuickParse step, byte @Nullable [] defaultValue) {
        byte[] quoted = PrintPlanner.quoted(name);
        heads[index] = Arrays.copyOf(quoted, quoted.length + 1);
        heads[index][quoted.length] = ':';
        fields[index] = step;
        defaults[index] = defaultValue;
    }

    @Override
    public boolean copy(QuickSource in, BinaryOutput out) {
        if (!in.open('{')) {
            return false;
        }
        int i = 0;
        if (!in.next('}')) {
            do {
                while (i < heads.length && !in.next(heads[i])) {
                    if (!writeDefault(out, i++)) {
                        return false;
                    }
                }
                if (i == heads.length || !fields[i++].copy(in, out)) {
                    return false;
                }
            } while (in.next(','));
            if (!in.next('}')) {
                return false;
            }
        }
        for (; i < heads.length; i++) {
            if (!writeDefault(out, i)) {
                return false;
            }
        }
        in.close();
        return true;
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
