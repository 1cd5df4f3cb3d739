package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How a face listens.
 *
 * @param listen where; port 0 is any free one
 * @param tls empty for plain HTTP
 * @param maxBody the longest body of a request, in bytes, whatever its encoding
 * @param bodiesInFlight bytes of bodies of all requests that are not answered yet, taken before a body is read
 * @param deadline from a request's first byte to its answer
 * @param threads how many requests are worked on at once, beside those that are answered from memory
 * @param connections how many may be open
 * @param connectionsPerAddress how many of them may be of one {@linkplain ClientNetwork address or IPv6 network}; 0 for any number
 * @param patience how long a request may wait for a thread when there are always some that wait
 */
public record HttpSettings(
        InetSocketAddress listen,
        Optional<ServerTls> tls,
        int maxBody,
        long bodiesInFlight,
        Duration deadline,
        int threads,
        int connections,
        int connectionsPerAddress,
        Duration patience) {

    public static final int DEFAULT_MAX_BODY = 4 << 20;
    public static final long DEFAULT_BODIES_IN_FLIGHT = 64 << 20;
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
    public static final int DEFAULT_THREADS = 32;
    public static final int DEFAULT_CONNECTIONS = 2_000;
    public static final Duration DEFAULT_PATIENCE = DEFAULT_DEADLINE;

    public HttpSettings {
        requireNonNull(listen, "listen");
        requireNonNull(tls, "tls");
        requireNonNull(patience, "patience");
        if (maxBody < 1 || threads < 1 || connections < 1 || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a body, a deadline, threads and connections must be more than none");
        }
        if (connectionsPerAddress < 0) {
            throw new IllegalArgumentException(
                    "connections of one address must be some, or 0 for any number: " + connectionsPerAddress);
        }
        if (bodiesInFlight < maxBody) {
            throw new IllegalArgumentException("of the bodies in flight at least one of " + maxBody
                    + " bytes must fit, found " + bodiesInFlight + " bytes");
        }
    }

    /** As any face is, with any number of connections of one address. */
    public static HttpSettings listening(InetSocketAddress listen) {
        return new HttpSettings(
                listen,
                Optional.empty(),
                DEFAULT_MAX_BODY,
                DEFAULT_BODIES_IN_FLIGHT,
                DEFAULT_DEADLINE,
                DEFAULT_THREADS,
                DEFAULT_CONNECTIONS,
                0,
                DEFAULT_PATIENCE);
    }

    /** Clients need no certificate. */
    public HttpSettings withTls(PemFiles files) {
        return withTls(ServerTls.of(files));
    }

    public HttpSettings withTls(ServerTls how) {
        return new HttpSettings(
                listen,
                Optional.of(how),
                maxBody,
                bodiesInFlight,
                deadline,
                threads,
                connections,
                connectionsPerAddress,
                patience);
    }

    public HttpSettings withMaxBody(int bytes) {
        return new HttpSettings(
                listen,
                tls,
                bytes,
                Math.max(bytes, bodiesInFlight),
                deadline,
                threads,
                connections,
                connectionsPerAddress,
                patience);
    }

    public HttpSettings withBodiesInFlight(long bytes) {
        return new HttpSettings(
                listen, tls, maxBody, bytes, deadline, threads, connections, connectionsPerAddress, patience);
    }

    public HttpSettings withDeadline(Duration most) {
        return new HttpSettings(
                listen, tls, maxBody, bodiesInFlight, most, threads, connections, connectionsPerAddress, patience);
    }

    public HttpSettings withThreads(int most) {
        return new HttpSettings(
                listen, tls, maxBody, bodiesInFlight, deadline, most, connections, connectionsPerAddress, patience);
    }

    public HttpSettings withConnections(int most) {
        return new HttpSettings(
                listen, tls, maxBody, bodiesInFlight, deadline, threads, most, connectionsPerAddress, patience);
    }

    public HttpSettings withConnectionsPerAddress(int most) {
        return new HttpSettings(listen, tls, maxBody, bodiesInFlight, deadline, threads, connections, most, patience);
    }

    public HttpSettings withPatience(Duration most) {
        return new HttpSettings(
                listen, tls, maxBody, bodiesInFlight, deadline, threads, connections, connectionsPerAddress, most);
    }
}
