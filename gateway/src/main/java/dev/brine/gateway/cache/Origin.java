package dev.brine.gateway.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What an upstream said of an answer's lifetime and identity. Immutable. */
public final class Origin {

    private static final Set<String> KEPT =
            Set.of("cache-control", "expires", "date", "age", "etag", "last-modified", "vary", "set-cookie");

    private final Map<String, String> headers;

    private Origin(Map<String, String> headers) {
        this.headers = headers;
    }

    /** @param headers all of the answer's; several lines of one name are one list */
    public static Origin of(Map<String, List<String>> headers) {
        Map<String, String> kept = new HashMap<>();
        headers.forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (KEPT.contains(lower) && !values.isEmpty()) {
                kept.put(
                        lower,
                        lower.equals("cache-control") || lower.equals("vary")
                                ? String.join(",", values)
                                : values.get(0));
            }
        });
        return new Origin(Map.copyOf(kept));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    boolean hasValidator() {
        return headers.containsKey("etag") || headers.containsKey("last-modified");
    }

    /** What makes a request conditional on this answer. */
    Map<String, String> conditions() {
        Map<String, String> conditions = new HashMap<>();
        header("etag").ifPresent(tag -> conditions.put("if-none-match", tag));
        header("last-modified").ifPresent(date -> conditions.put("if-modified-since", date));
        return conditions;
    }

    /** The same after a 304 that brought these: what it does not say holds on, but for the age. */
    Origin updatedBy(Origin newer) {
        Map<String, String> merged = new HashMap<>(headers);
        merged.remove("age");
        merged.putAll(newer.headers);
        return new Origin(Map.copyOf(merged));
    }
}
