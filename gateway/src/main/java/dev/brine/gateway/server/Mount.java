package dev.brine.gateway.server;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.access.Verb;
import dev.brine.gateway.http.Service;

/**
 * A service under its own first segment, such as {@code /forward/{route}/...}. Who may come in is decided before it is asked:
 * by the verb, and the second segment for a name.
 *
 * @param segment the first segment of its paths, which the service still sees
 */
public record Mount(String segment, Verb verb, Service service) {

    public Mount {
        if (segment.isEmpty() || segment.indexOf('/') >= 0 || segment.equals("topics")) {
            throw new IllegalArgumentException("a service cannot be mounted under '" + segment + "'");
        }
        requireNonNull(verb, "verb");
        requireNonNull(service, "service");
    }
}
