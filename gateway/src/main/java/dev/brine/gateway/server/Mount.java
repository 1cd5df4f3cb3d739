package dev.brine.gateway.server;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.access.Verb;
import dev.brine.gateway.http.Service;
import java.util.List;
import java.util.function.Function;

/**
 * A service under its own first segment, such as {@code /forward/{route}/...}. Who may come in is decided before it is asked:
 * by the verb, and a name.
 *
 * @param segment the first segment of its paths, which the service still sees
 * @param names what tokens call that which a path leads to; the path is decoded and whole
 */
public record Mount(String segment, Verb verb, Service service, Function<List<String>, String> names) {

    public Mount {
        if (segment.isEmpty() || segment.indexOf('/') >= 0 || segment.equals("topics")) {
            throw new IllegalArgumentException("a service cannot be mounted under '" + segment + "'");
        }
        requireNonNull(verb, "verb");
        requireNonNull(service, "service");
        requireNonNull(names, "names");
    }

    /** A service whose parts are named by the second segment. */
    public Mount(String segment, Verb verb, Service service) {
        this(segment, verb, service, path -> path.size() > 1 ? path.get(1) : "");
    }
}
