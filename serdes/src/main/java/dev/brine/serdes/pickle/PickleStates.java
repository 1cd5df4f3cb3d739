package dev.brine.serdes.pickle;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms in which Python writes the attributes of an object, as the fields of a record. */
final class PickleStates {

    private PickleStates() {}

    /** A dict; a dict or None and a dict, for slots; or the values in the order of the fields, for frozen slots. */
    static PickleDict fields(PickleShape shape, @Nullable Object state, PickleInput in, Intake intake) {
        if (state instanceof PickleDict attributes) {
            return known(shape, attributes, in, intake);
        }
        if (state instanceof PickleList list && list.kind() == PickleList.Kind.LIST) {
            return positional(shape, list, in, intake);
        }
        if (state instanceof PickleList two && two.kind() == PickleList.Kind.TUPLE && two.size() == 2) {
            Object attributes = two.get(0);
            if (two.get(1) instanceof PickleDict slots) {
                if (attributes == null) {
                    return known(shape, slots, in, intake);
                }
                if (attributes instanceof PickleDict dict) {
                    return known(shape, joined(dict, slots, in, intake), in, intake);
                }
            }
        }
        throw in.fault(
                "pickle.state",
                "the state of " + PickleCalls.printable(shape.className())
                        + " is no dict, pair of None or dict and dict, or list of all fields");
    }

    /** Values in the order of the registered fields. */
    static PickleDict positional(PickleShape shape, PickleList values, PickleInput in, Intake intake) {
        List<String> names = shape.fields();
        if (values.size() != names.size() || values.inert()) {
            throw in.fault(
                    "pickle.state",
                    PickleCalls.printable(shape.className()) + " has " + names.size() + " registered fields, but "
                            + values.size() + " values come; values without names need all of them");
        }
        PickleDict fields = new PickleDict();
        Object[] pairs = new Object[2 * names.size()];
        intake.begin();
        for (int i = 0; i < names.size(); i++) {
            pairs[2 * i] = names.get(i);
            pairs[2 * i + 1] = intake.take(values.get(i));
        }
        intake.into(fields, names.size());
        fields.append(pairs, 0, names.size());
        return fields;
    }

    private static PickleDict joined(PickleDict dict, PickleDict slots, PickleInput in, Intake intake) {
        PickleDict both = new PickleDict();
        intake.begin();
        for (PickleDict part : List.of(dict, slots)) {
            for (int i = 0; i < part.size(); i++) {
                if (!both.add(part.keyAt(i), intake.take(part.valueAt(i)))) {
                    throw in.fault("pickle.state", "an attribute that is there twice");
                }
            }
        }
        intake.into(both, both.size());
        return both;
    }

    private static PickleDict known(PickleShape shape, PickleDict attributes, PickleInput in, Intake intake) {
        if (!shape.open()) {
            intake.charge(attributes.size());
            for (int i = 0; i < attributes.size(); i++) {
                if (!shape.fields().contains(attributes.keyAt(i))) {
                    throw in.fault(
                            "pickle.state",
                            "attribute " + i + " is not among the registered fields of "
                                    + PickleCalls.printable(shape.className()));
                }
            }
        }
        return attributes;
    }
}
