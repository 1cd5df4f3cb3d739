package dev.brine.gateway.access;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A verb and what it may be done to.
 *
 * @param names of topics or routes; one with {@code *} at its end stands for all that begin so
 */
public record Rule(Verb verb, List<String> names) {

    public Rule {
        requireNonNull(verb, "verb");
        names = List.copyOf(names);
    }

    boolean covers(Verb asked, String name) {
        return verb == asked && names.stream().anyMatch(pattern -> fits(pattern, name));
    }

    private static boolean fits(String pattern, String name) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(name);
    }
}
