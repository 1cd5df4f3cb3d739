package dev.brine.gateway.client;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * How one server is called.
 *
 * @param name for meters and messages; there must be few of them
 * @param url its scheme, host and port; a path is not part of it here
 * @param deadline of one call: name, connection, headers and body together
 * @param maxBody the longest answer, in bytes, as sent and as inflated
 * @param connections calls at a time; more are refused at once
 * @param redirects how many are followed of GET and HEAD, to the same scheme, host and port only
 * @param failures that open the circuit, one behind the other
 * @param pause how long an open circuit keeps calls away at first
 * @param credentials what every call carries
 * @param networks ranges that are not public and that the host's name may nevertheless mean
 */
public record UpstreamSettings(
        String name,
        URI url,
        Duration deadline,
        int maxBody,
        int connections,
        int redirects,
        int failures,
        Duration pause,
        Credentials credentials,
        Networks networks) {

    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(10);
    private static final int NEVER = Integer.MAX_VALUE;
    public static final int DEFAULT_MAX_BODY = 10 << 20;
    public static final int DEFAULT_CONNECTIONS = 64;
    public static final int DEFAULT_FAILURES = 5;
    public static final Duration DEFAULT_PAUSE = Duration.ofSeconds(5);

    public UpstreamSettings {
        requireNonNull(name, "name");
        requireUrl(url);
        requireNonNull(credentials, "credentials");
        requireNonNull(networks, "networks");
        if (deadline.isZero() || deadline.isNegative() || pause.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("deadline and pause of " + name + " must be more than none");
        }
        if (maxBody < 1 || connections < 1 || failures < 1 || redirects < 0) {
            throw new IllegalArgumentException("the bounds of " + name + " must be 1 or more");
        }
    }

    /** 10 s, 10 MiB, 64 calls at a time, no redirects, five failures open the circuit for 5 s. */
    public static UpstreamSettings of(String name, URI url) {
        return new UpstreamSettings(
                name,
                url,
                DEFAULT_DEADLINE,
                DEFAULT_MAX_BODY,
                DEFAULT_CONNECTIONS,
                0,
                DEFAULT_FAILURES,
                DEFAULT_PAUSE,
                Credentials.NONE,
                Networks.NONE);
    }

    public UpstreamSettings within(Duration most) {
        return new UpstreamSettings(
                name, url, most, maxBody, connections, redirects, failures, pause, credentials, networks);
    }

    public UpstreamSettings bounded(int bodyBytes, int calls) {
        return new UpstreamSettings(
                name, url, deadline, bodyBytes, calls, redirects, failures, pause, credentials, networks);
    }

    public UpstreamSettings redirected(int most) {
        return new UpstreamSettings(
                name, url, deadline, maxBody, connections, most, failures, pause, credentials, networks);
    }

    public UpstreamSettings circuit(int most, Duration first) {
        return new UpstreamSettings(
                name, url, deadline, maxBody, connections, redirects, most, first, credentials, networks);
    }

    /** The same for a server that is asked again by somebody who waits by himself: it is never left alone from here. */
    public UpstreamSettings withoutCircuit() {
        return circuit(NEVER, pause);
    }

    boolean breaks() {
        return failures != NEVER;
    }

    public UpstreamSettings with(Credentials other) {
        return new UpstreamSettings(
                name, url, deadline, maxBody, connections, redirects, failures, pause, other, networks);
    }

    public UpstreamSettings with(Networks other) {
        return new UpstreamSettings(
                name, url, deadline, maxBody, connections, redirects, failures, pause, credentials, other);
    }

    /** Whether an address has the same scheme, host and port. */
    boolean covers(URI uri) {
        return uri.getHost() != null
                && uri.getUserInfo() == null
                && url.getScheme().equalsIgnoreCase(uri.getScheme())
                && url.getHost().equalsIgnoreCase(uri.getHost())
                && port(url) == port(uri);
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    private static void requireUrl(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("an upstream must be an http or https URL: " + scheme + "://...");
        }
        if (url.getHost() == null || url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(
                    "an upstream must be scheme://host[:port][/path] without user, password and fragment");
        }
    }
}
