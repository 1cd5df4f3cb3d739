package dev.brine.gateway.http;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * How a face listens.
 *
 * @param listen where; port 0 is any free one
 * @param tls certificate and key; empty for plain HTTP
 * @param maxBody the longest body of a request, in bytes, whatever its encoding
 * @param deadline from a request's first byte to its answer
 * @param threads how many requests are worked on at once, beside those that are answered from memory
 */
public record HttpSettings(
        InetSocketAddress listen, Optional<PemFiles> tls, int maxBody, Duration deadline, int threads) {

    public static final int DEFAULT_MAX_BODY = 4 << 20;
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
    public static final int DEFAULT_THREADS = 32;

    public HttpSettings {
        requireNonNull(listen, "listen");
        requireNonNull(tls, "tls");
        if (maxBody < 1 || threads < 1 || deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a body, a deadline and threads must be more than none");
        }
    }

    public static HttpSettings listening(InetSocketAddress listen) {
        return new HttpSettings(listen, Optional.empty(), DEFAULT_MAX_BODY, DEFAULT_DEADLINE, DEFAULT_THREADS);
    }

    public HttpSettings withTls(PemFiles files) {
        return new HttpSettings(listen, Optional.of(files), maxBody, deadline, threads);
    }

    public HttpSettings withMaxBody(int bytes) {
        return new HttpSettings(listen, tls, bytes, deadline, threads);
    }

    public HttpSettings withDeadline(Duration most) {
        return new HttpSettings(listen, tls, maxBody, most, threads);
    }
}
