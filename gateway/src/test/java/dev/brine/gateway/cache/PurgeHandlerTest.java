package dev.brine.gateway.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PurgeHandlerTest {

    private final Map<String, ResponseCache> caches = new LinkedHashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        for (String route : List.of("/forward/w", "/forward/w/deep")) {
            ResponseCache cache =
                    new ResponseCache(route, CacheSettings.DEFAULT, Runnable::run, new SimpleMeterRegistry());
            caches.put(route, cache);
            for (String path : List.of("/a", "/b")) {
                for (String query : List.of("", "q=1")) {
                    cache.get(key(route + path, query), conditions -> answer()).join();
                }
            }
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(PurgeHandler.PATH, new PurgeHandler(new Caches(caches)));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void onePathGoesWithAllItsQueries() throws Exception {
        assertThat(send("DELETE", "?path=/forward/w/deep/a").body()).isEqualTo("{\"purged\":2}");
        assertThat(caches.get("/forward/w/deep").ready(key("/forward/w/deep/a", ""), "json"))
                .isEmpty();
        assertThat(caches.get("/forward/w/deep").ready(key("/forward/w/deep/b", ""), "json"))
                .isPresent();
        assertThat(caches.get("/forward/w").ready(key("/forward/w/a", ""), "json"))
                .isPresent();
    }

    @Test
    void aRouteGoesWhole() throws Exception {
        assertThat(send("DELETE", "?route=%2Fforward%2Fw").body()).isEqualTo("{\"purged\":4}");
        assertThat(caches.get("/forward/w/deep").ready(key("/forward/w/deep/b", ""), "json"))
                .isPresent();
    }

    @Test
    void everythingGoes() throws Exception {
        assertThat(send("DELETE", "").body()).isEqualTo("{\"purged\":8}");
        assertThat(send("DELETE", "").body()).isEqualTo("{\"purged\":0}");
    }

    @Test
    void whatIsNotMeantChangesNothing() throws Exception {
        assertThat(send("GET", "").statusCode()).isEqualTo(405);
        assertThat(send("DELETE", "?route=/forward/other").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "?rout=/forward/w").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/x").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "").body()).isEqualTo("{\"purged\":8}");
    }

    private HttpResponse<String> send(String method, String query) throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + PurgeHandler.PATH + query;
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(url))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }

    private static CacheKey key(String path, String query) {
        return new CacheKey(path, query, "");
    }

    private static CompletableFuture<Loaded> answer() {
        Content content = new Content(
                200,
                Map.of(),
                Optional.of(Representation.of("json", "application/json", "1".getBytes(UTF_8))),
                Content.Transcoder.NONE);
        return CompletableFuture.completedFuture(new Loaded.Fresh(content, Origin.of(Map.of())));
    }
}
