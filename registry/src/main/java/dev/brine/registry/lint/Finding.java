package dev.brine.registry.lint;

import static java.util.Objects.requireNonNull;

/**
 * One thing about a schema that a person should look at.
 *
 * @param rule a fixed word for the rule, such as {@code enum-without-default}
 * @param file the file, as the directory was named
 * @param at a JSON pointer into the file's text
 * @param what what stands there and why that matters
 * @param remedy what to do
 */
public record Finding(LintLevel level, String rule, String file, String at, String what, String remedy) {

    public Finding {
        requireNonNull(level, "level");
        requireNonNull(rule, "rule");
        requireNonNull(file, "file");
        requireNonNull(at, "at");
        requireNonNull(what, "what");
        requireNonNull(remedy, "remedy");
    }

    @Override
    public String toString() {
        return file + " " + at + ": " + what + " (" + rule + "); " + remedy;
    }
}
