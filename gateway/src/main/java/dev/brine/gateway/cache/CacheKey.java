package dev.brine.gateway.cache;

/**
 * What an answer was for. The method is GET in every key: HEAD is answered from the same.
 *
 * @param path as clients ask for it, the route's own included
 * @param query parameters in order of their names, in one spelling
 * @param variant headers of the request that the upstream was given, in one spelling
 */
public record CacheKey(String path, String query, String variant) {

    int weight() {
        return path.length() + query.length() + variant.length();
    }

    @Override
    public String toString() {
        return "GET " + path + (query.isEmpty() ? "" : "?" + query);
    }
}
