package dev.brine.registry.directory;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.parsing.SchemaFault;

/**
 * One thing that is wrong with a schema directory.
 *
 * @param kind whether a level is broken, or the directory itself is not in order
 * @param rule a fixed word for the rule, such as {@code released-file-edited}
 * @param file the file, as the directory was named: {@code schemas/orders-value/v3.avsc}
 * @param at where in the file: a JSON pointer, {@code line 7}, or empty for the whole of it
 * @param what both sides: what was found and what was expected
 * @param remedy what would put it right
 */
public record Problem(Kind kind, String rule, String file, String at, String what, String remedy) {

    public enum Kind {
        INCOMPATIBLE,
        INVALID
    }

    public Problem {
        requireNonNull(kind, "kind");
        requireNonNull(rule, "rule");
        requireNonNull(file, "file");
        requireNonNull(at, "at");
        requireNonNull(what, "what");
        requireNonNull(remedy, "remedy");
    }

    static Problem invalid(String rule, String file, String at, String what, String remedy) {
        return new Problem(Kind.INVALID, rule, file, at, what, remedy);
    }

    static Problem invalid(String rule, String file, int line, String what, String remedy) {
        return invalid(rule, file, "line " + line, what, remedy);
    }

    static Problem of(SchemaFault fault, String file) {
        return invalid(fault.rule(), file, fault.at(), fault.what(), fault.advice());
    }

    @Override
    public String toString() {
        return file + (at.isEmpty() ? "" : " " + at) + ": " + what + " (" + rule + "); " + remedy;
    }
}
