package dev.brine.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.CacheCounts;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.Throwables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HttpRegistryTest extends SchemaRegistryContract {

    private static final Duration BOUND = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final String JSON = "application/vnd.schemaregistry.v1+json";

    private final StubRegistryServer server = new StubRegistryServer();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void stop() {
        never.countDown();
        server.close();
    }

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        SchemaRegistry registry = open(server.url(), BOUND, Map.of());
        registrations.forEach(one -> registry.register(one.subject(), one.text(), one.references()));
        return registry;
    }

    @Test
    void oddSubjectsAreOneSegmentOfThePath() {
        // Given
        SchemaRegistry registry = registryWith(List.of(of("a b/ü+?%", V1)));

        // When, Then
        assertThat(registry.latest("a b/ü+?%")).isPresent();
        assertThat(registry.subjects()).containsExactly("a b/ü+?%");
    }

    @Test
    void whatNeverChangesIsAskedOnce() {
        // Given
        registryWith(List.of(of("held-value", HELD), of("holder-value", HOLDER, TO_HELD)));
        HttpRegistry registry = open(server.url(), BOUND, Map.of());
        registry.byId(2);
        int before = server.requests.get();

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(registry.byId(2)).isPresent();
            assertThat(registry.byId(1)).isPresent();
            assertThat(registry.version("held-value", 1)).isPresent();
        }

        // Then
        assertThat(server.requests.get()).isEqualTo(before);
        assertThat(registry.caches()).extracting(CacheCounts::cache).contains("ids", "versions", "absent");
        assertThat(registry.caches().get(0).hits()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void whatIsNotThereIsNotAskedAgainAtOnce() {
        // Given
        HttpRegistry registry = open(server.url(), BOUND, Map.of());
        assertThat(registry.byId(7)).isEmpty();
        int before = server.requests.get();

        // When
        Optional<?> again = registry.byId(7);

        // Then
        assertThat(again).isEmpty();
        assertThat(server.requests.get()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void aStatusThatMayPassIsTriedAgain(int status) {
        // Given
        registryWith(List.of(of("people-value", V1)));
        int before = server.requests.get();
        server.behaving((exchange, request) -> {
            boolean bad = request <= before + 2;
            if (bad) {
                StubRegistryServer.send(exchange, status, "text/html", "<html>busy</html>");
            }
            return bad;
        });

        // When
        Optional<?> found = open(server.url(), BOUND, Map.of()).byId(1);

        // Then
        assertThat(found).isPresent();
        assertThat(server.requests.get()).isEqualTo(before + 3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 406, 415, 422, 501})
    void anyOtherStatusIsFinalAndSaid(int status) {
        // Given
        server.behaving((exchange, request) -> {
            StubRegistryServer.send(exchange, status, JSON, "{\"error_code\":" + status + ",\"message\":\"so it is\"}");
            return true;
        });

        // When, Then
        assertThatThrownBy(() -> open(server.url(), BOUND, Map.of()).byId(1))
                .isInstanceOf(RegistryException.class)
                .isNotInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining(server.url() + "/schemas/ids/1")
                .hasMessageContaining("status " + status);
        assertThat(server.requests.get()).isEqualTo(1);
    }

    @Test
    void answersThatNoRegistryGivesAreRefusedWithTheUrl() {
        for (String body : List.of("", "<html>login</html>", "{", "null", "[1", "\"x", "\u0000\u0001")) {
            // Given
            server.behaving((exchange, request) -> {
                StubRegistryServer.send(exchange, 200, "text/html", body);
                return true;
            });

            // When, Then
            assertThatThrownBy(() -> open(server.url(), BOUND, Map.of()).byId(1))
                    .as(body)
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining(server.url())
                    .hasMessageContaining("status 200")
                    .hasMessageContaining("expected JSON");
        }
    }

    @Test
    void jsonThatIsNoSchemaIsRefused() {
        for (String body : List.of("{}", "[]", "7", "{\"schema\":7}", "{\"schema\":\"nonsense\"}")) {
            // Given
            server.behaving((exchange, request) -> {
                StubRegistryServer.send(exchange, 200, JSON, body);
                return true;
            });

            // When, Then
            assertThatThrownBy(() -> open(server.url(), BOUND, Map.of()).byId(1))
                    .as(body)
                    .isInstanceOf(RegistryException.class);
        }
    }

    @Test
    void aNotFoundOfAnotherProgramIsNotAnAnswer() {
        // Given
        server.behaving((exchange, request) -> {
            StubRegistryServer.send(exchange, 404, "text/html", "<html>no such page</html>");
            return true;
        });

        // When, Then
        assertThatThrownBy(() -> open(server.url(), BOUND, Map.of()).byId(1))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("status 404");
    }

    @Test
    void aBodyWithoutEndIsCutOff() {
        // Given
        server.behaving((exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = new byte[8192];
            try {
                while (true) {
                    exchange.getResponseBody().write(part);
                }
            } catch (IOException e) {
                return true;
            }
        });
        HttpRegistry registry = HttpRegistry.open(server.url(), Map.of(), name -> Optional.empty(), BOUND, 100_000);

        // When, Then
        assertThatThrownBy(() -> registry.byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("100000 bytes");
    }

    @Test
    void aServerThatHangsIsLeftWithinTheBound() {
        // Given: headers, half a body, and then nothing
        server.behaving((exchange, request) -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            await();
            return true;
        });
        HttpRegistry registry = open(server.url(), SHORT, Map.of());

        // When
        long start = System.nanoTime();
        assertThatThrownBy(() -> registry.byId(1))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("400 ms");

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.multipliedBy(10));
    }

    @Test
    void anotherServerAnswersForOneThatHangsOrIsAway() {
        // Given
        registryWith(List.of(of("people-value", V1)));
        try (StubRegistryServer hanging = new StubRegistryServer().behaving((exchange, request) -> await())) {
            HttpRegistry registry =
                    open(hanging.url() + ",127.0.0.1:1," + server.host(), Duration.ofSeconds(6), Map.of());

            // When
            Optional<?> found = registry.byId(1);

            // Then
            assertThat(found).isPresent();
            assertThat(registry.subjects()).containsExactly("people-value");
            assertThat(hanging.requests.get()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsAwayIsSaid() {
        assertThatThrownBy(() -> open("http://127.0.0.1:1", SHORT, Map.of()).latest("people-value"))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:1/subjects/people-value/versions/latest");
    }

    @Test
    void credentialsComeFromAFileAndAreReadAnew(@TempDir Path temp) throws IOException {
        // Given
        ConcurrentLinkedQueue<String> said = new ConcurrentLinkedQueue<>();
        server.behaving((exchange, request) -> {
            said.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            return false;
        });
        Path file = Files.writeString(temp.resolve("token"), "first\n");
        HttpRegistry registry = open(server.url(), BOUND, Map.of("brine.registry.token.file", file.toString()));

        // When
        registry.subjects();
        Files.writeString(file, "second");
        registry.subjects();
        Path basic = Files.writeString(temp.resolve("basic"), "me:secret");
        open(server.url(), BOUND, Map.of("brine.registry.basic.file", basic.toString()))
                .subjects();
        HttpRegistry.open(
                        server.url(),
                        Map.of(),
                        name -> Optional.of("from-environment").filter(x -> name.equals("BRINE_REGISTRY_TOKEN")),
                        BOUND)
                .subjects();

        // Then
        assertThat(said)
                .containsExactly("Bearer first", "Bearer second", "Basic bWU6c2VjcmV0", "Bearer from-environment");
    }

    @Test
    void refusedCredentialsAreSaidAndNotRepeated(@TempDir Path temp) throws IOException {
        // Given
        server.behaving((exchange, request) -> {
            StubRegistryServer.send(exchange, 401, "text/plain", "no");
            return true;
        });
        Path file = Files.writeString(temp.resolve("token"), "s3cr3t");

        // When, Then
        assertThatThrownBy(() -> open(server.url(), BOUND, Map.of()).subjects())
                .hasMessageContaining("brine.registry.token.file");
        assertThatThrownBy(() -> open(server.url(), BOUND, Map.of("brine.registry.token.file", file.toString()))
                        .subjects())
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("does not take the credentials")
                .satisfies(
                        thrown -> assertThat(Throwables.everythingSaid(thrown)).doesNotContain("s3cr3t"));
    }

    @Test
    void aRedirectIsNotFollowed() {
        // Given
        server.behaving((exchange, request) -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            StubRegistryServer.send(exchange, 302, "text/html", "moved");
            return true;
        });

        // When, Then
        assertThatThrownBy(() -> open(server.url(), BOUND, Map.of()).byId(1)).hasMessageContaining("status 302");
    }

    private boolean await() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private static HttpRegistry open(String location, Duration bound, Map<String, ?> configs) {
        return HttpRegistry.open(location, configs, name -> Optional.empty(), bound);
    }
}
