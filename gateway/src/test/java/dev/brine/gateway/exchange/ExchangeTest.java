package dev.brine.gateway.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.client.HttpEngine;
import dev.brine.gateway.client.StubServer;
import dev.brine.gateway.exchange.ExchangeResult.Done;
import dev.brine.gateway.exchange.ExchangeResult.Nothing;
import dev.brine.gateway.exchange.ExchangeResult.Step;
import dev.brine.gateway.exchange.ExchangeResult.Stopped;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class ExchangeTest {

    private static final Schema WEATHER = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"W\",\"fields\":[{\"name\":\"city\",\"type\":\"string\"},"
                    + "{\"name\":\"temp\",\"type\":\"double\"}]}");
    private static final RetryPolicy QUICK = new RetryPolicy(3, Duration.ofMillis(1), Duration.ofSeconds(1));

    private final HttpEngine engine = HttpEngine.start(new SimpleMeterRegistry());
    private final Exchange exchange = Exchange.over(engine, QUICK);
    private final Forms plain = Forms.plain(Limits.DEFAULT);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void anObjectIsFetchedChangedAndPostedOnAsAPickle() {
        try (StubServer from = json("{\"city\":\"Seoul\",\"temp\":3.5}");
                StubServer to = answering(201)) {
            // Given
            Endpoint source = Endpoint.at(from.url("/w"), Forms.of(WEATHER, Limits.DEFAULT), "json");
            Endpoint target = Endpoint.at(to.url("/p"), Forms.of(WEATHER, Limits.DEFAULT), "pickle");

            // When
            ExchangeResult result = exchange.run(
                            source,
                            value -> {
                                Map<Object, Object> weather = new LinkedHashMap<>((Map<?, ?>) value);
                                weather.computeIfPresent("temp", (name, temp) -> (double) temp + 1);
                                return weather;
                            },
                            target)
                    .join();

            // Then
            assertThat(result).isEqualTo(new Done(201, 1));
            assertThat(to.seen.get(0).header("content-type")).isEqualTo("application/x-python-serialize");
            assertThat(plain.in("pickle").decode(to.seen.get(0).body()))
                    .isEqualTo(Map.of("city", "Seoul", "temp", 4.5));
        }
    }

    @Test
    void theContentTypeSaysWhatTheAnswerIsAndTheEndpointOnlyWhereItDoesNot() {
        byte[] pickle = plain.in("pickle").encode(Map.of("a", 1));
        try (StubServer from = new StubServer((seen, out) -> StubServer.send(
                out,
                200,
                pickle,
                "Content-Type",
                seen.uri().getPath().substring(1).replace('!', '/')))) {
            // When
            Fetched typed = exchange.get(Endpoint.at(from.url("/application!x-python-serialize"), plain, "json"))
                    .join();
            Fetched unspecific = exchange.get(Endpoint.at(from.url("/application!octet-stream"), plain, "pickle"))
                    .join();
            Fetched html = exchange.get(Endpoint.at(from.url("/text!html"), plain, "pickle"))
                    .join();

            // Then
            assertThat(typed).isEqualTo(new Fetched.Loaded(Map.of("a", 1L), 200, "pickle"));
            assertThat(unspecific).isEqualTo(new Fetched.Loaded(Map.of("a", 1L), 200, "pickle"));
            assertThat(((Fetched.Failed) html).reason().step()).isEqualTo(Step.LOAD);
        }
    }

    @Test
    void eachStepSaysThatItWasTheOne() {
        try (StubServer good = json("{\"a\":1}");
                StubServer bad = json("{\"a\":");
                StubServer missing = answering(404);
                StubServer to = answering(200);
                StubServer refusing = answering(400)) {
            Endpoint target = Endpoint.at(to.url("/"), plain, "json");

            // Then
            assertThat(step(exchange.run(at(missing), value -> value, target).join()))
                    .isEqualTo(Step.FETCH);
            assertThat(step(exchange.run(at(bad), value -> value, target).join()))
                    .isEqualTo(Step.LOAD);
            assertThat(step(exchange.run(
                                    at(good),
                                    value -> {
                                        throw new IllegalStateException("secret");
                                    },
                                    target)
                            .join()))
                    .isEqualTo(Step.APPLY);
            assertThat(step(exchange.run(at(good), value -> new Object(), target)
                            .join()))
                    .isEqualTo(Step.DUMP);
            assertThat(step(exchange.run(at(good), value -> value, at(refusing)).join()))
                    .isEqualTo(Step.CHECK);
            assertThat(step(exchange.run(at(good), value -> value, Endpoint.at(nobody(), plain, "json"))
                            .join()))
                    .isEqualTo(Step.POST);
            assertThat(exchange.run(at(good), value -> null, target).join()).isEqualTo(new Nothing());
            assertThat(to.seen).isEmpty();
        }
    }

    @Test
    void anAnswerThatIsNotTheExpectedOneIsNotDone() {
        try (StubServer to = json("{\"ok\":false}")) {
            // Given
            Endpoint target = Endpoint.at(to.url("/"), plain, "json")
                    .with(AnswerCheck.body(
                            plain.in("json"),
                            value -> value instanceof Map<?, ?> map && Boolean.TRUE.equals(map.get("ok"))));

            // When
            Posted posted = exchange.post(target, Map.of(), Optional.of("k")).join();

            // Then
            assertThat(posted).isInstanceOfSatisfying(Posted.GiveUp.class, given -> assertThat(given.maybeDone())
                    .isTrue());
            assertThat(to.seen).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // status, Retry-After, key, sent how often, outcome
        "500,   , , 1, GiveUp",
        "500,   , k, 3, RetryAfter",
        "502,   , , 1, GiveUp",
        "504,   , , 1, GiveUp",
        "503,   , , 1, GiveUp",
        "503, 0 , , 3, RetryAfter",
        "503, 60, , 1, RetryAfter",
        "429,   , , 3, RetryAfter",
        "408,   , , 3, RetryAfter",
        "400,   , k, 1, GiveUp",
        "404,   , k, 1, GiveUp",
        "302,   , k, 1, GiveUp",
        "204,   , , 1, Done"
    })
    void aPostIsSentAgainOnlyWhereThatIsSafe(int status, String retryAfter, String key, int sent, String outcome) {
        try (StubServer to = new StubServer((seen, out) -> StubServer.send(
                out,
                status,
                new byte[0],
                retryAfter == null ? new String[0] : new String[] {"Retry-After", retryAfter}))) {
            // When
            Posted posted = exchange.post(at(to), Map.of("a", 1), Optional.ofNullable(key))
                    .join();

            // Then
            assertThat(posted.getClass().getSimpleName()).isEqualTo(outcome);
            assertThat(to.seen).hasSize(sent);
            assertThat(to.seen.get(0).header("idempotency-key")).isEqualTo(key);
            if (posted instanceof Posted.RetryAfter later && retryAfter != null) {
                assertThat(later.least()).isGreaterThanOrEqualTo(Duration.ofSeconds(Long.parseLong(retryAfter)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "key"})
    void aPostWithoutAnAnswerIsSentAgainOnlyWithAKey(String key) {
        AtomicInteger calls = new AtomicInteger();
        try (StubServer to = new StubServer((seen, out) -> {
            if (calls.incrementAndGet() == 1) {
                // The connection ends without an answer.
                return;
            }
            StubServer.send(out, 200, new byte[0]);
        })) {
            // When
            Posted posted = exchange.post(at(to), Map.of(), Optional.of(key)).join();

            // Then
            if (key.isEmpty()) {
                assertThat(posted).isInstanceOfSatisfying(Posted.GiveUp.class, given -> assertThat(given.maybeDone())
                        .isTrue());
                assertThat(to.seen).hasSize(1);
            } else {
                assertThat(posted).isEqualTo(new Posted.Done(200, 2));
            }
        }
    }

    @Test
    void aPostThatNobodyTookMayBeSentAgain() {
        // When
        Posted posted = exchange.post(Endpoint.at(nobody(), plain, "json"), Map.of(), Optional.empty())
                .join();

        // Then
        assertThat(posted).isInstanceOf(Posted.RetryAfter.class);
    }

    @Test
    void aGetIsTriedAgain() {
        AtomicInteger calls = new AtomicInteger();
        try (StubServer from = new StubServer((seen, out) -> StubServer.send(
                out,
                calls.incrementAndGet() < 3 ? 500 : 200,
                "[1]".getBytes(UTF_8),
                "Content-Type",
                "application/json"))) {
            // When
            Fetched fetched = exchange.get(at(from)).join();

            // Then
            assertThat(fetched).isEqualTo(new Fetched.Loaded(List.of(1L), 200, "json"));
        }
    }

    @Test
    void valuesThatBringTheirSchemaAreWrittenInAnyCodec() {
        // Given
        GenericRecord weather = new GenericData.Record(WEATHER);
        weather.put("city", "Seoul");
        weather.put("temp", 1.5);
        Forms forms = Forms.ofValues(Limits.DEFAULT);

        // Then
        assertThat(forms.in("json").encode(weather)).asString().contains("\"Seoul\"");
        assertThat(Forms.of(WEATHER, Limits.DEFAULT)
                        .in("avro")
                        .decode(forms.in("avro").encode(weather)))
                .isEqualTo(Map.of("city", "Seoul", "temp", 1.5));
        assertThat(plain.in("pickle").decode(forms.in("pickle").encode(weather)))
                .isEqualTo(Map.of("city", "Seoul", "temp", 1.5));
        assertThat(forms.in("json").encode(Map.of("a", 1))).asString().isEqualTo("{\"a\":1}");
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T08:00:00Z"), ZoneOffset.UTC);

        assertThat(RetryAfter.parse("120", clock)).hasValue(Duration.ofMinutes(2));
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 08:00:30 GMT", clock)).hasValue(Duration.ofSeconds(30));
        assertThat(RetryAfter.parse("Sat, 21 Nov 2020 08:00:30 GMT", clock)).hasValue(Duration.ZERO);
        assertThat(RetryAfter.parse("999999999999", clock)).hasValue(Duration.ofDays(1));
        assertThat(RetryAfter.parse("soon", clock)).isEmpty();
        assertThat(RetryAfter.parse("-1", clock)).isEmpty();
    }

    private Endpoint at(StubServer server) {
        return Endpoint.at(server.url("/"), plain, "json");
    }

    private static Step step(ExchangeResult result) {
        return ((Stopped) result).step();
    }

    private static StubServer json(String body) {
        return new StubServer(
                (seen, out) -> StubServer.send(out, 200, body.getBytes(UTF_8), "Content-Type", "application/json"));
    }

    private static StubServer answering(int status) {
        return new StubServer((seen, out) -> StubServer.send(out, status, new byte[0]));
    }

    private static URI nobody() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + socket.getLocalPort());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
