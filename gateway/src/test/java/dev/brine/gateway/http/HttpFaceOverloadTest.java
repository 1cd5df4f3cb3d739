package dev.brine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A writer that stands still, and goes on. */
@Timeout(60)
final class HttpFaceOverloadTest {

    private static final int ROOM = 4_000;
    private static final byte[] BODY = new byte[1_000];

    private final CompletableFuture<Void> written = new CompletableFuture<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private HttpFace face;

    @BeforeEach
    void start() throws IOException {
        face = HttpFace.start(
                HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0))
                        .withMaxBody(BODY.length)
                        .withBodiesInFlight(ROOM)
                        .withThreads(1),
                new Writing(),
                meters);
    }

    @AfterEach
    void stop() {
        written.complete(null);
        face.close();
    }

    @Test
    void whatHasNoRoomIsToldToComeAgainAndWhenThereIsRoomEverythingIsTaken() {
        // Given: as many as there is room for, which wait for a writer
        List<CompletableFuture<HttpResponse<String>>> first = new ArrayList<>();
        for (int i = 0; i < ROOM / BODY.length; i++) {
            first.add(post());
        }
        Awaitility.await().untilAsserted(() -> assertThat(
                        meters.get("brine.gateway.bytes").gauge().value())
                .isEqualTo(ROOM));

        // When
        List<CompletableFuture<HttpResponse<String>>> refused = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            refused.add(post());
        }
        HttpResponse<String> ready = get().join();
        List<HttpResponse<String>> more =
                refused.stream().map(CompletableFuture::join).toList();
        written.complete(null);

        // Then
        assertThat(more).allSatisfy(one -> {
            assertThat(one.statusCode()).isEqualTo(503);
            assertThat(one.headers().firstValue("Retry-After")).contains("1");
        });
        assertThat(ready.statusCode())
                .as("what is answered from memory does not wait")
                .isEqualTo(200);
        assertThat(first).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
        assertThat(meters.get("brine.gateway.bytes").gauge().value()).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(post().join().statusCode()).isEqualTo(200);
        }
        assertThat(meters.get("brine.gateway.rejected")
                        .tag("reason", "bytes")
                        .counter()
                        .count())
                .isEqualTo(50);
    }

    @Test
    void refusalsAreHeldForAboutASecondAndDoNotEndAllAtOnce() {
        // Given
        for (int i = 0; i < ROOM / BODY.length; i++) {
            var unused = post();
        }
        Awaitility.await().untilAsserted(() -> assertThat(
                        meters.get("brine.gateway.bytes").gauge().value())
                .isEqualTo(ROOM));

        // When
        long start = System.nanoTime();
        List<CompletableFuture<Long>> refused = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            refused.add(post().thenApply(answer ->
                    Duration.ofNanos(System.nanoTime() - start).toMillis()));
        }
        List<Long> millis =
                refused.stream().map(CompletableFuture::join).sorted().toList();

        // Then
        assertThat(millis.get(0)).isGreaterThanOrEqualTo(500);
        assertThat(millis.get(49) - millis.get(0)).isGreaterThan(300);
    }

    private CompletableFuture<HttpResponse<String>> post() {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(face.url() + "/write"))
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> get() {
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create(face.url() + "/ready")).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private final class Writing implements Service {

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Work accept(Head head) {
            boolean now = head.path().equals(List.of("ready"));
            return new Work() {
                @Override
                public String route() {
                    return "/test";
                }

                @Override
                public Optional<Answer> atOnce() {
                    return now ? Optional.of(Answer.of(200, Answer.JSON, new byte[0])) : Optional.empty();
                }

                @Override
                public CompletionStage<Answer> begin(byte[] body) {
                    return written.thenApply(done -> Answer.of(200, Answer.JSON, new byte[0]));
                }
            };
        }

        @Override
        public Answer refused(Head head, Refusal refusal) {
            return Answer.error(refusal, Answer.JSON);
        }
    }
}
