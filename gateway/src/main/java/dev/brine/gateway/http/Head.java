package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
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
 * @param fields all lines of the head, in their order
 * @param remote the client's address, without a port
 * @param target path and query as they were sent
 */
public record Head(
        String method,
        List<String> path,
        Map<String, List<String>> query,
        Optional<String> contentType,
        Optional<String> accept,
        Optional<String> authorization,
        List<Field> fields,
        String remote,
        Target target) {

    /**
     * Path and query, not decoded.
     *
     * @param query without its question mark; empty for none
     */
    public record Target(String path, String query) {

        static final Target NONE = new Target("", "");
    }

    public Head {
        requireNonNull(method, "method");
        path = List.copyOf(path);
        query = Map.copyOf(query);
        requireNonNull(contentType, "contentType");
        requireNonNull(accept, "accept");
        requireNonNull(authorization, "authorization");
        fields = List.copyOf(fields);
        requireNonNull(remote, "remote");
        requireNonNull(target, "target");
    }

    /** How many bytes the body is said to have; 0 if that is not said. */
    public long length() {
        return header("Content-Length").map(Long::parseLong).orElse(0L);
    }

    /** The first value of a parameter. */
    public Optional<String> query(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** All values of a header, whatever the case of its name. */
    public List<String> headers(String name) {
        // Asked for many times for every request, and mostly there is none.
        List<String> values = List.of();
        for (Field field : fields) {
            if (field.name().equalsIgnoreCase(name)) {
                if (values.isEmpty()) {
                    values = List.of(field.value());
                } else {
                    List<String> more = new ArrayList<>(values);
                    more.add(field.value());
                    values = more;
                }
            }
        }
        return values;
    }

    /**
     * The value of a header that may be there once.
     *
     * @throws Refusal 400 if it is there more than once
     */
    public Optional<String> header(String name) {
        List<String> values = headers(name);
        if (values.size() > 1) {
            throw Refusal.of(40001, "the header " + name + " is there " + values.size() + " times; send it once");
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }
}
