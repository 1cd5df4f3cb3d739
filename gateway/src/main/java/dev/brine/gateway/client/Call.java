package dev.brine.gateway.client;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked of a server.
 *
 * @param uri of the server that it is sent to: scheme, host and port are checked
 * @param headers names in lower case
 * @param body empty for none; not copied, so whoever made it leaves it alone
 * @param deadline for all of it, if it is shorter than the server's own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each call
public record Call(
        String method, URI uri, Map<String, List<String>> headers, Optional<byte[]> body, Optional<Duration> deadline) {

    /** Headers that the client makes itself, and those that mean one connection. */
    public static final Set<String> OF_THE_CLIENT = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    public Call {
        requireNonNull(method, "method");
        requireNonNull(uri, "uri");
        headers = Map.copyOf(headers);
        requireNonNull(body, "body");
        requireNonNull(deadline, "deadline");
    }

    public static Call get(URI uri) {
        return new Call("GET", uri, Map.of(), Optional.empty(), Optional.empty());
    }

    public static Call of(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        return new Call(method, uri, headers, Optional.of(body), Optional.empty());
    }

    /** The same, within this much time. */
    public Call within(Duration most) {
        return new Call(method, uri, headers, body, Optional.of(most));
    }

    /** The same with these headers. */
    public Call with(Map<String, List<String>> other) {
        return new Call(method, uri, other, body, deadline);
    }

    /** Whether doing it twice is the same as doing it once. */
    public boolean idempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE" -> true;
            default -> false;
        };
    }
}
