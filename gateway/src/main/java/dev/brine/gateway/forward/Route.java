package dev.brine.gateway.forward;

import dev.brine.gateway.cache.ResponseCache;
import dev.brine.gateway.client.Upstream;
import java.util.List;
import java.util.Optional;

/**
 * A route with all that it needs.
 *
 * @param segments of its path
 * @param answers what its upstream's values are
 * @param requests what its upstream takes
 */
record Route(
        ForwardSettings settings,
        List<String> segments,
        Upstream upstream,
        HeaderRules headers,
        RouteForms answers,
        RouteForms requests,
        Optional<ResponseCache> cache,
        Optional<Publisher> publisher,
        Workspace workspace) {

    String path() {
        return settings.path();
    }

    boolean begins(List<String> path) {
        return path.size() >= segments.size()
                && path.subList(0, segments.size()).equals(segments);
    }
}
