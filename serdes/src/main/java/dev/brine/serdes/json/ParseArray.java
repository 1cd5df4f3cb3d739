package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.brine.serdes.internal.BinaryOutput;

/** Parses an array. */
record ParseArray(ParseStep item) implements ParseStep {

    @Override
    public int kinds() {
        return Tokens.ARRAY;
    }

    @Override
    public String words() {
        return "an array";
    }

    @Override
    public void parse(JsonSource in, BinaryOutput out) {
        if (in.token() != JsonToken.START_ARRAY) {
            throw in.wrongType(words());
        }
        in.enter();
        int begin = Blocks.begin(out);
        int count = 0;
        while (in.next() != JsonToken.END_ARRAY) {
            in.item();
            try {
                item.parse(in, out);
            } catch (Fault e) {
                throw e.in("[" + count + "]");
            }
            count++;
        }
        Blocks.end(out, begin, count);
        in.leave();
    }
}
