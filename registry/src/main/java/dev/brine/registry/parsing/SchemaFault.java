package dev.brine.registry.parsing;

import static java.util.Objects.requireNonNull;

/**
 * One reason why a text is not a schema that Brine takes.
 *
 * @param rule a fixed word for the kind of fault, such as {@code unresolved-name}
 * @param at where: a JSON pointer into the text, or {@code line 3, column 7} when the text is not JSON
 * @param what what stands there and what was expected
 * @param advice what to do
 */
public record SchemaFault(String rule, String at, String what, String advice) {

    public SchemaFault {
        requireNonNull(rule, "rule");
        requireNonNull(at, "at");
        requireNonNull(what, "what");
        requireNonNull(advice, "advice");
    }

    @Override
    public String toString() {
        return at + ": " + what + " (" + rule + "); " + advice;
    }
}
