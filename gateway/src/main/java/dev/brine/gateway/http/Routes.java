package dev.brine.gateway.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which path and method means what. Templates are written {@code /subjects/{subject}/versions}; a word in a template wins
 * over a name, and {@code **} at the end stands for all that follows. Filled first, then only read.
 */
public final class Routes<T> {

    private static final String REST = "**";

    /** One line of the table. */
    private record Route<T>(String method, String template, List<String> parts, T target) {}

    /**
     * What was found.
     *
     * @param template as it was added
     * @param parameters the named segments
     */
    public record Match<T>(String template, T target, Map<String, String> parameters) {}

    private final List<Route<T>> routes = new ArrayList<>();

    public Routes<T> add(String method, String template, T target) {
        routes.add(new Route<>(method, template, parts(template), target));
        return this;
    }

    /**
     * What a request means.
     *
     * @throws Refusal 404 or 405
     */
    public Match<T> find(String method, List<String> path) {
        Set<String> allowed = new LinkedHashSet<>();
        Route<T> best = null;
        for (Route<T> route : routes) {
            if (!fits(route.parts(), path)) {
                continue;
            }
            allowed.add(route.method());
            if (route.method().equals(method) && (best == null || words(route) > words(best))) {
                best = route;
            }
        }
        if (best != null) {
            return new Match<>(best.template(), best.target(), parameters(best.parts(), path));
        }
        throw allowed.isEmpty() ? Refusal.notFound() : Refusal.methodNotAllowed(allowed);
    }

    private static List<String> parts(String template) {
        return template.equals("/") ? List.of() : List.of(template.substring(1).split("/"));
    }

    private static boolean fits(List<String> parts, List<String> path) {
        int fixed = parts.size();
        if (fixed > 0 && parts.get(fixed - 1).equals(REST)) {
            fixed--;
            if (path.size() < fixed) {
                return false;
            }
        } else if (path.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (!named(parts.get(i)) && !parts.get(i).equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean named(String part) {
        return part.startsWith("{");
    }

    private static long words(Route<?> route) {
        return route.parts().stream()
                .filter(part -> !named(part) && !part.equals(REST))
                .count();
    }

    private static Map<String, String> parameters(List<String> parts, List<String> path) {
        Map<String, String> found = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            if (named(parts.get(i))) {
                found.put(parts.get(i).substring(1, parts.get(i).length() - 1), path.get(i));
            }
        }
        return found;
    }
}
