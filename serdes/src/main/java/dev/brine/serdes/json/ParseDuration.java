package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.brine.serdes.internal.BinaryOutput;
import java.util.List;

/** Parses {@code {"months":1,"days":2,"millis":3}}, in any order, all three there. */
record ParseDuration() implements ParseStep {

    private static final List<String> PARTS = List.of("months", "days", "millis");
    private static final long MOST = 0xffffffffL;

    @Override
    public int kinds() {
        return Tokens.OBJECT;
    }

    @Override
    public String words() {
        return "a duration such as {\"months\":1,\"days\":2,\"millis\":3}";
    }

    @Override
    public void parse(JsonSource in, BinaryOutput out) {
        if (in.token() != JsonToken.START_OBJECT) {
            throw in.wrongType(words());
        }
        long[] parts = {-1, -1, -1};
        while (in.next() == JsonToken.FIELD_NAME) {
            int index = PARTS.indexOf(in.fieldName());
            if (index < 0) {
                throw in.fault("json.unknown-field", "a duration has months, days and millis, and nothing else");
            }
            if (parts[index] >= 0) {
                throw in.fault("json.duplicate", "the field is there twice").in(PARTS.get(index));
            }
            if (in.next() != JsonToken.VALUE_NUMBER_INT) {
                throw in.wrongType("an integer").in(PARTS.get(index));
            }
            long value = in.integer();
            if (value < 0 || value > MOST) {
                throw in.fault("json.value", "expected 0 to " + MOST).in(PARTS.get(index));
            }
            parts[index] = value;
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] < 0) {
                throw in.fault("json.missing-field", "the field is missing").in(PARTS.get(i));
            }
            out.writeLittleEndianInt(parts[i]);
        }
    }
}
