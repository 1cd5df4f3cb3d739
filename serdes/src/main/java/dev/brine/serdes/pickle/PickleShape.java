package dev.brine.serdes.pickle;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A Python class as plain data: its name and what it holds. Naming a class here never runs it; it says which bytes are
 * accepted.
 *
 * @param module such as {@code app.models}
 * @param name the class's qualified name in the module, such as {@code Order} or {@code Order.Status}
 * @param kind what its objects become
 * @param fields names in the order of a namedtuple or a frozen dataclass with slots; empty for enums and dicts
 * @param open whether an object may have attributes that {@code fields} does not name
 */
public record PickleShape(String module, String name, Kind kind, List<String> fields, boolean open) {

    /** What the objects of a class become. */
    public enum Kind {
        /** A {@link PickleRecord}: dataclass, namedtuple, plain object. */
        RECORD,
        /** The inner value of an enum's member. */
        ENUM,
        /** A {@link PickleDict}: a subclass of dict. */
        DICT
    }

    public PickleShape {
        requireNonNull(kind, "kind");
        if (module.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException("a class needs a module and a name: '" + module + "', '" + name + "'");
        }
        fields = List.copyOf(fields);
        if (kind != Kind.RECORD && !fields.isEmpty()) {
            throw new IllegalArgumentException(module + "." + name + " has fields, so it must be a record: " + kind);
        }
    }

    public static PickleShape record(String module, String name, List<String> fields) {
        return new PickleShape(module, name, Kind.RECORD, fields, false);
    }

    public static PickleShape enumeration(String module, String name) {
        return new PickleShape(module, name, Kind.ENUM, List.of(), false);
    }

    public static PickleShape dict(String module, String name) {
        return new PickleShape(module, name, Kind.DICT, List.of(), false);
    }

    /** Module and name with a dot between. */
    public String className() {
        return module + "." + name;
    }
}
