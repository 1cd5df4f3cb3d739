package dev.brine.gateway.access;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the holder of one token may do.
 *
 * @param name for people, logs and meters
 */
public record Grant(String name, List<Rule> rules, Allowance allowance) {

    public Grant {
        requireNonNull(name, "name");
        rules = List.copyOf(rules);
        requireNonNull(allowance, "allowance");
    }

    public boolean allows(Verb verb, String of) {
        return rules.stream().anyMatch(rule -> rule.covers(verb, of));
    }
}
