package dev.brine.serdes.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.serdes.internal.BinaryInput;

/** Prints a record as an object, fields in the schema's order. */
final class PrintRecord implements PrintStep {

    private final byte[][] heads;
    private final PrintStep[] fields;

    /** The fields are set afterwards, because one of them may be this record again. */
    PrintRecord(int size) {
        heads = new byte[size][];
        fields = new PrintStep[size];
    }

    void set(int index, String name, PrintStep step) {
        heads[index] = ((index == 0 ? "{" : ",") + '"' + name + "\":").getBytes(UTF_8);
        fields[index] = step;
    }

    @Override
    public void print(BinaryInput in, JsonText out) {
        in.enter();
        if (fields.length == 0) {
            out.write('{');
        }
        for (int i = 0; i < fields.length; i++) {
            out.write(heads[i]);
            fields[i].print(in, out);
        }
        out.write('}');
        in.leave();
    }
}
