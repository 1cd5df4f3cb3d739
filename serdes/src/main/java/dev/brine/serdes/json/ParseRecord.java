package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.brine.serdes.internal.BinaryOutput;
import dev.brine.serdes.internal.Nearest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses an object as a record. As long as the fields come in the schema's order they are written as they come; from
 * the first that does not, it is remembered where each one stands, and in the end they are put in order.
 */
final class ParseRecord implements ParseStep {

    private static final int LONGEST_SHOWN = 64;

    private final String name;
    private final UnknownFields unknown;
    private final SerializableString[] names;
    private final ParseStep[] fields;
    private final byte[] @Nullable [] defaults;
    private final Map<String, Integer> indexes = new HashMap<>();

    /** The fields are set afterwards, because one of them may be this record again. */
    ParseRecord(String name, int size, UnknownFields unknown) {
        this.name = name;
        this.unknown = unknown;
        this.names = new SerializableString[size];
        this.fields = new ParseStep[size];
        this.defaults = new byte[size][];
    }

    void set(int index, String field, ParseStep step, byte @Nullable [] defaultValue) {
        names[index] = new SerializedString(field);
        fields[index] = step;
        defaults[index] = defaultValue;
        indexes.put(field, index);
    }

    @Override
    public int kinds() {
        return Tokens.OBJECT;
    }

    @Override
    public String words() {
        return "an object of " + name;
    }

    @Override
    public void parse(JsonSource in, BinaryOutput out) {
        if (in.token() != JsonToken.START_OBJECT) {
            throw in.wrongType(words());
        }
        in.enter();
        int size = fields.length;
        // Each field that came takes two marks: where it begins and where it ends.
        int marks = in.pushMarks(2 * size);
        int begin = out.size();
        int next = 0;
        while (next < size && in.nextIsField(names[next])) {
            field(in, out, next++, marks);
        }
        if (next == size) {
            in.next();
        }
        if (in.token() != JsonToken.END_OBJECT) {
            rest(in, out, marks);
            sort(in, out, marks, begin);
        } else {
            for (; next < size; next++) {
                writeDefault(in, out, next);
            }
        }
        in.popMarks(2 * size);
        in.leave();
    }

    /** The value of a field whose name was read. */
    private void field(JsonSource in, BinaryOutput out, int index, int marks) {
        int from = out.size();
        in.next();
        try {
            fields[index].parse(in, out);
        } catch (Fault e) {
            throw e.in(names[index].getValue());
        }
        int[] places = in.marks();
        places[marks + 2 * index] = from;
        places[marks + 2 * index + 1] = out.size();
    }

    /** From a field's name on, in any order. */
    private void rest(JsonSource in, BinaryOutput out, int marks) {
        for (; in.token() != JsonToken.END_OBJECT; in.next()) {
            String field = in.fieldName();
            Integer index = indexes.get(field);
            if (index == null) {
                if (unknown == UnknownFields.ERROR) {
                    throw unknown(in, field);
                }
                in.next();
                in.skip();
            } else if (in.marks()[marks + 2 * index] >= 0) {
                throw in.fault("json.duplicate", "the field is there twice").in(field);
            } else {
                field(in, out, index, marks);
            }
        }
    }

    /** Writes the fields again in the schema's order, and moves that to where the record begins. */
    private void sort(JsonSource in, BinaryOutput out, int marks, int begin) {
        int sorted = out.size();
        for (int i = 0; i < fields.length; i++) {
            int from = in.marks()[marks + 2 * i];
            if (from >= 0) {
                out.append(from, in.marks()[marks + 2 * i + 1]);
            } else {
                writeDefault(in, out, i);
            }
        }
        int length = out.size() - sorted;
        System.arraycopy(out.array(), sorted, out.array(), begin, length);
        out.truncate(begin + length);
    }

    private void writeDefault(JsonSource in, BinaryOutput out, int index) {
        byte[] value = defaults[index];
        if (value == null) {
            throw in.fault("json.missing-field", "the field is missing, and " + name + " has no default for it")
                    .in(names[index].getValue());
        }
        out.writeFixed(value, 0, value.length);
    }

    private Fault unknown(JsonSource in, String field) {
        // A name is shown if it could be one of a schema; anything else may be content.
        boolean shown = field.length() <= LONGEST_SHOWN && field.matches("[\\p{L}_][\\p{L}\\p{N}_.-]*");
        String reason = name + " has no field of this name";
        if (shown && !indexes.isEmpty()) {
            reason += "; the nearest is " + Nearest.of(field, indexes.keySet());
        }
        Fault fault = in.fault("json.unknown-field", reason);
        return shown ? fault.in(field) : fault;
    }
}
