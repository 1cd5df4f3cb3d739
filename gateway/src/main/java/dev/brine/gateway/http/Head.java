package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request without its body.
 *
 * @param path the segments, each decoded: a {@code %2F} is a slash within one
 * @param query decoded; every name with its values in their order
 * @param contentType as it was sent
 * @param accept all of the header's lines, with commas between
 */
public record Head(
        String method,
        List<String> path,
        Map<String, List<String>> query,
        Optional<String> contentType,
        Optional<String> accept,
        Optional<String> authorization) {

    public Head {
        requireNonNull(method, "method");
        path = List.copyOf(path);
        query = Map.copyOf(query);
        requireNonNull(contentType, "contentType");
        requireNonNull(accept, "accept");
        requireNonNull(authorization, "authorization");
    }

    /** The first value of a parameter. */
    public Optional<String> query(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }
}
