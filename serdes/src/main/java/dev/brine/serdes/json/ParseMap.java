package dev.brine.serdes.json;

import com.fasterxml.jackson.core.JsonToken;
import dev.brine.serdes.internal.BinaryOutput;
import java.util.HashSet;
import java.util.Set;

/** Parses an object as a map. */
record ParseMap(ParseStep value) implements ParseStep {

    @Override
    public int kinds() {
        return Tokens.OBJECT;
    }

    @Override
    public String words() {
        return "an object";
    }

    @Override
    public void parse(JsonSource in, BinaryOutput out) {
        if (in.token() != JsonToken.START_OBJECT) {
            throw in.wrongType(words());
        }
        in.enter();
        int begin = Blocks.begin(out);
        int count = 0;
        Set<String> keys = new HashSet<>();
        while (in.next() != JsonToken.END_OBJECT) {
            in.item();
            // The key is content, so it is counted in paths and not named.
            try {
                String key = in.fieldName();
                if (!keys.add(key)) {
                    throw in.fault("json.duplicate", "the key is there twice");
                }
                in.write(key, out);
                in.next();
                value.parse(in, out);
            } catch (Fault e) {
                throw e.in("{" + count + "}");
            }
            count++;
        }
        Blocks.end(out, begin, count);
        in.leave();
    }
}
