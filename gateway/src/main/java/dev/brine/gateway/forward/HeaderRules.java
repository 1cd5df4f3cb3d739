package dev.brine.gateway.forward;

import dev.brine.gateway.client.Call;
import dev.brine.gateway.client.HeaderText;
import dev.brine.gateway.http.Head;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which headers pass. Only those that are named here or by the route, and of them none that {@code Connection} names, none
 * that mean one connection, and none that say who is talked to or by whom.
 */
final class HeaderRules {

    private static final Set<String> REQUEST = Set.of(
            "accept-language",
            "idempotency-key",
            "if-match",
            "if-unmodified-since",
            "prefer",
            "traceparent",
            "tracestate",
            "user-agent",
            "x-correlation-id",
            "x-request-id");

    private static final Set<String> ANSWER = Set.of(
            "allow",
            "cache-control",
            "content-disposition",
            "content-language",
            "expires",
            "last-modified",
            "preference-applied",
            "retry-after",
            "www-authenticate",
            "x-correlation-id",
            "x-request-id");

    /** Never passed, even if a route names them: they are made here, or would say a client's word as ours. */
    static final Set<String> NEVER = Set.of(
            "accept",
            "accept-encoding",
            "age",
            "cache-status",
            "content-encoding",
            "content-type",
            "etag",
            "forwarded",
            "if-modified-since",
            "if-none-match",
            "location",
            "vary",
            "via",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-real-ip");

    private final Set<String> more;
    private final boolean authorization;

    HeaderRules(List<String> more, boolean authorization) {
        this.more = new TreeSet<>(more.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(HeaderRules::mayPass)
                .toList());
        this.authorization = authorization;
    }

    static boolean mayPass(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return HeaderText.isName(lower)
                && !NEVER.contains(lower)
                && !Call.OF_THE_CLIENT.contains(lower)
                && !lower.equals("authorization");
    }

    /** Of a request that is passed on for its client alone. */
    Map<String, List<String>> own(Head head) {
        return passed(head, REQUEST, authorization);
    }

    /** Of a request whose answer is for all: only what the route names, which is then part of the key. */
    Map<String, List<String>> shared(Head head) {
        return passed(head, Set.of(), false);
    }

    private Map<String, List<String>> passed(Head head, Set<String> usual, boolean withAuthorization) {
        Set<String> dropped = named(head.headers("connection"));
        Map<String, List<String>> passed = new HashMap<>();
        head.fields().forEach(field -> {
            String name = field.name().toLowerCase(Locale.ROOT);
            boolean wanted =
                    usual.contains(name) || more.contains(name) || (withAuthorization && name.equals("authorization"));
            if (wanted && !dropped.contains(name) && HeaderText.isValue(field.value())) {
                passed.computeIfAbsent(name, key -> new ArrayList<>()).add(field.value());
            }
        });
        return passed;
    }

    /** The headers of {@link #shared} in one spelling. */
    static String variant(Map<String, List<String>> shared) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(shared)
                .forEach((name, values) ->
                        text.append(name).append(':').append(values).append('\n'));
        return text.toString();
    }

    /** Of an answer; a location that is not the upstream's own would tell an address that is nobody's business. */
    Map<String, String> answer(HttpHeaders headers, URI upstream, URI asked, String route) {
        Set<String> dropped = named(headers.allValues("connection"));
        Map<String, String> passed = new HashMap<>();
        headers.map().forEach((given, values) -> {
            String name = given.toLowerCase(Locale.ROOT);
            if ((ANSWER.contains(name) || more.contains(name)) && !dropped.contains(name)) {
                String value = String.join(", ", values);
                if (HeaderText.isValue(value)) {
                    passed.put(name, value);
                }
            }
        });
        headers.firstValue("location")
                .flatMap(text -> location(text, upstream, asked, route))
                .ifPresent(text -> passed.put("location", text));
        return passed;
    }

    private static Optional<String> location(String text, URI upstream, URI asked, String route) {
        try {
            URI target = asked.resolve(text).normalize();
            String base = upstream.getRawPath() == null ? "" : upstream.getRawPath();
            String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
            String path = target.getRawPath() == null ? "" : target.getRawPath();
            boolean below = upstream.getScheme().equalsIgnoreCase(target.getScheme())
                    && upstream.getRawAuthority().equalsIgnoreCase(target.getRawAuthority())
                    && (path.equals(start) || path.startsWith(start + "/"));
            return below
                    ? Optional.of(route
                            + path.substring(start.length())
                            + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Set<String> named(List<String> connection) {
        Set<String> names = new HashSet<>();
        for (String line : connection) {
            for (String name : line.split(",", -1)) {
                names.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
