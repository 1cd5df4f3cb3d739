package dev.brine.gateway.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The caches of all routes, for whoever purges them. Immutable. */
public final class Caches {

    private final Map<String, ResponseCache> byRoute;

    /** @param byRoute by the route's path, such as {@code /forward/weather} */
    public Caches(Map<String, ResponseCache> byRoute) {
        this.byRoute = new LinkedHashMap<>(byRoute);
    }

    /** The routes that have a cache. */
    public Set<String> routes() {
        return byRoute.keySet();
    }

    Optional<ResponseCache> of(String route) {
        return Optional.ofNullable(byRoute.get(route));
    }

    /** The cache of the route that a path belongs to: the longest that begins it. */
    Optional<ResponseCache> under(String path) {
        return byRoute.entrySet().stream()
                .filter(entry -> path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "/"))
                .max((a, b) -> a.getKey().length() - b.getKey().length())
                .map(Map.Entry::getValue);
    }

    int purge() {
        return byRoute.values().stream().mapToInt(ResponseCache::purge).sum();
    }
}
