package dev.brine.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks one of several servers and comes back with JSON within a bound: connecting, headers, body, every repetition and
 * every other server included. Repeated are errors of the network and the statuses 408, 429, 500, 502, 503 and 504, after
 * a random pause of at most 100 ms, which doubles up to 2 s. The server that answered last is asked first.
 */
final class RegistryClient {

    /** A status and the JSON that came with it. */
    record Answer(URI uri, int status, JsonNode body) {

        boolean ok() {
            return status == 200;
        }

        int errorCode() {
            return body.path("error_code").asInt(status);
        }

        /** What the server says, cut short: it is another program's text. */
        String message() {
            String text = body.path("message").asText("");
            return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "..." : text;
        }
    }

    /** Says that another try may help. */
    private static final class Failed extends Exception {
        Failed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    static final int MAX_BODY = 64 << 20;

    private static final int LONGEST_MESSAGE = 2000;
    private static final Set<Integer> RETRIABLE = Set.of(408, 429, 500, 502, 503, 504);
    private static final Set<Integer> REFUSED = Set.of(401, 403);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);
    private static final JsonMapper JSON = new JsonMapper();

    private final List<URI> servers;
    private final Credentials credentials;
    private final Duration timeout;
    private final int maxBody;
    private final HttpClient http;
    private final AtomicInteger preferred = new AtomicInteger();

    RegistryClient(
            List<URI> servers, Credentials credentials, Optional<SSLContext> tls, Duration timeout, int maxBody) {
        this.servers = List.copyOf(servers);
        this.credentials = credentials;
        this.timeout = timeout;
        this.maxBody = maxBody;
        Duration connect = timeout.compareTo(LONGEST_CONNECT) < 0 ? timeout : LONGEST_CONNECT;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect);
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    Answer get(String path) {
        return exchange("GET", path, null, false);
    }

    /** As {@link #get}, for a question that not every registry knows: any 4xx is an answer, whatever its body. */
    Answer probe(String path) {
        return exchange("GET", path, null, true);
    }

    Answer post(String path, JsonNode body) {
        return exchange("POST", path, body.toString(), false);
    }

    /** Any 4xx is an answer here too. */
    Answer put(String path, JsonNode body) {
        return exchange("PUT", path, body.toString(), true);
    }

    /** Any 4xx is an answer here too. */
    Answer delete(String path) {
        return exchange("DELETE", path, null, true);
    }

    /**
     * @throws RegistryUnavailableException if no server gave an answer that counts within the bound; also, without another
     *     try, if what answers is not a registry or does not let us in: it was not asked, and may be right again later
     * @throws RegistryException if a server answered and another try would not help
     */
    private Answer exchange(String method, String path, @Nullable String body, boolean anyRefusal) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long pause = FIRST_PAUSE;
        while (true) {
            int first = preferred.get();
            Failed last = null;
            for (int i = 0; i < servers.size() && deadline - System.nanoTime() > 0; i++) {
                int index = (first + i) % servers.size();
                // Each server gets its share of what is left, so that one that hangs does not use up all of it.
                long share = (deadline - System.nanoTime()) / (servers.size() - i);
                try {
                    Answer answer =
                            once(method, URI.create(servers.get(index) + path), body, anyRefusal, Math.max(1, share));
                    preferred.set(index);
                    return answer;
                } catch (Failed e) {
                    last = e;
                }
            }
            long wait = ThreadLocalRandom.current().nextLong(pause);
            if (deadline - System.nanoTime() <= wait) {
                throw unavailable(last);
            }
            LockSupport.parkNanos(wait);
            if (Thread.currentThread().isInterrupted()) {
                throw unavailable(last);
            }
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
        }
    }

    private RegistryUnavailableException unavailable(@Nullable Failed last) {
        String message = "no registry answered within " + timeout.toMillis() + " ms";
        return last == null
                ? new RegistryUnavailableException(message)
                : new RegistryUnavailableException(message + ": " + last.getMessage(), last);
    }

    private Answer once(String method, URI uri, @Nullable String body, boolean anyRefusal, long nanos) throws Failed {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Accept", MEDIA_TYPE + ", application/json")
                .timeout(Duration.ofNanos(nanos));
        credentials.authorization().ifPresent(value -> request.header("Authorization", value));
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        CompletableFuture<HttpResponse<byte[]>> exchange =
                http.sendAsync(request.build(), info -> new BoundedBody(maxBody));
        try {
            return judged(uri, exchange.get(nanos, TimeUnit.NANOSECONDS), anyRefusal);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new Failed(uri + " did not answer completely in time", e);
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new Failed("the thread was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BoundedBody.TooLong tooLong) {
                throw new RegistryUnavailableException(
                        uri + " answered with more than a registry would: " + tooLong.getMessage(), e);
            }
            if (e.getCause() instanceof IOException cause) {
                String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
                throw new Failed(uri + " failed: " + why, cause);
            }
            throw new RegistryException(uri + " could not be asked", e.getCause());
        }
    }

    private Answer judged(URI uri, HttpResponse<byte[]> response, boolean anyRefusal) throws Failed {
        int status = response.statusCode();
        if (RETRIABLE.contains(status)) {
            throw new Failed(uri + " answered with status " + status, null);
        }
        if (REFUSED.contains(status)) {
            throw new RegistryUnavailableException(uri + " answered with status " + status + ": "
                    + (credentials.given()
                            ? "it does not take the credentials that were given"
                            : "it wants credentials; name a file with " + Credentials.BASIC_FILE + " or "
                                    + Credentials.TOKEN_FILE));
        }
        JsonNode json = json(response.body());
        boolean found = status == 200 && !json.isMissingNode();
        boolean refused = status >= 400 && (json.has("error_code") || anyRefusal && status < 500);
        if (found || refused) {
            return new Answer(uri, status, json);
        }
        String type = response.headers().firstValue("Content-Type").orElse("no content type");
        throw new RegistryUnavailableException(
                uri + " answered with status " + status + " and " + response.body().length
                        + " bytes of " + (type.length() > 100 ? "something" : type)
                        + ", which is not what a schema registry says; expected JSON, with an error_code unless the status is 200."
                        + " Check that the URL is that of a registry and not of something before it");
    }

    private static JsonNode json(byte[] body) {
        try {
            JsonNode node = JSON.readTree(new String(body, UTF_8));
            return node == null || node.isNull() ? JSON.missingNode() : node;
        } catch (IOException e) {
            // Judged together with the status by the caller, who knows the address.
            return JSON.missingNode();
        }
    }
}
