package dev.brine.gateway.config;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong in a file.
 *
 * @param line counted from 1
 * @param key the whole path of the key, such as {@code sources[0].framing}; empty for the file itself
 * @param found what is there, in words; never a secret
 * @param allowed what could be there; empty if {@code found} says it all
 */
public record Mistake(int line, String key, String found, String allowed) {

    public Mistake {
        requireNonNull(key, "key");
        requireNonNull(found, "found");
        requireNonNull(allowed, "allowed");
    }

    /** Such as {@code line 7: sources[0].framing: found 'lines'; allowed: line, length4be}. */
    @Override
    public String toString() {
        return "line " + line + ": " + (key.isEmpty() ? "" : key + ": ") + found
                + (allowed.isEmpty() ? "" : "; allowed: " + allowed);
    }
}
