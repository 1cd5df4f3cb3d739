package dev.brine.serdes.pickle;

import java.util.Set;

/** What is said about a name that is not in the table. */
final class PickleNames {

    private static final Set<String> KNOWN_TYPES = Set.of(
            "complex", "range", "xrange", "slice", "Ellipsis", "NotImplementedType", "type", "object", "memoryview");

    private PickleNames() {}

    static String refusal(String module, String name) {
        String full = PickleCalls.printable(module) + "." + PickleCalls.printable(name);
        return "the name " + full + " is refused: it is neither plain data nor a registered class; "
                + advice(module, name);
    }

    private static String advice(String module, String name) {
        int dot = module.indexOf('.');
        String top = dot < 0 ? module : module.substring(0, dot);
        return switch (top) {
            case "numpy" -> "turn arrays and scalars into lists and numbers with .tolist() before pickling";
            case "pandas" -> "use .to_dict('records') or .to_pydatetime() before pickling";
            case "fractions", "ipaddress", "pathlib", "re", "array" -> "turn it into text or a list before pickling";
            case "exceptions" -> "pickle the message of an exception, not the exception";
            case "builtins", "__builtin__" ->
                KNOWN_TYPES.contains(name)
                        ? "turn it into a list or text before pickling"
                        : "only data can be read, functions and exceptions cannot";
            default -> "if it is a class of yours, register its name and fields or name an Avro record after it";
        };
    }
}
