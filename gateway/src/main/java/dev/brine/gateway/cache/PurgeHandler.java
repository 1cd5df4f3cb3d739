package dev.brine.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Forgets answers: {@code DELETE /cache} all, {@code DELETE /cache?route=/forward/weather} a route's, {@code DELETE
 * /cache?path=/forward/weather/today} those of one path, whatever the query. Answers {@code {"purged":n}}. Belongs on the
 * management port, which is not for everybody.
 */
public final class PurgeHandler implements HttpHandler {

    /** Where it is to be put. */
    public static final String PATH = "/cache";

    private final Caches caches;

    public PurgeHandler(Caches caches) {
        this.caches = caches;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)) {
                answer(exchange, 404, "{\"error_code\":404,\"message\":\"there is only " + PATH + "\"}");
            } else if (!exchange.getRequestMethod().equals("DELETE")) {
                exchange.getResponseHeaders().set("Allow", "DELETE");
                answer(exchange, 405, "{\"error_code\":405,\"message\":\"a cache is purged with DELETE\"}");
            } else {
                Optional<Integer> purged = purge(exchange.getRequestURI().getRawQuery());
                answer(
                        exchange,
                        purged.isPresent() ? 200 : 404,
                        purged.map(count -> "{\"purged\":" + count + "}")
                                .orElse("{\"error_code\":404,\"message\":\"no route with a cache has this name;"
                                        + " give route=/forward/NAME or path=/forward/NAME/...\"}"));
            }
        }
    }

    /** How many went; empty if what was named has no cache. */
    private Optional<Integer> purge(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Optional.of(caches.purge());
        }
        int equals = query.indexOf('=');
        String name = equals < 0 ? query : query.substring(0, equals);
        String value = equals < 0 ? "" : decoded(query.substring(equals + 1));
        return switch (name) {
            case "route" -> caches.of(value).map(ResponseCache::purge);
            case "path" -> caches.under(value).map(cache -> cache.purge(value));
            default -> Optional.empty();
        };
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
