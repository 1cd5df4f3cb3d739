package dev.brine.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.access.AccessFile;
import dev.brine.gateway.access.Allowance;
import dev.brine.gateway.access.Verb;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.gateway.http.Service;
import dev.brine.gateway.http.Work;
import dev.brine.gateway.server.Gateway.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in, and how often. */
@BrineBroker
@Timeout(120)
final class GatewayAccessIT {

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private static String line(String token, String rest) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        return HexFormat.of().formatHex(hash) + " " + rest + "\n";
    }

    private Gateway gateway(String lines, UnaryOperator<GatewayServer.Builder> more) throws Exception {
        Path file = Files.writeString(directory.resolve("access"), "# who may come in\n" + lines);
        return new Gateway(
                broker,
                directory,
                UnaryOperator.identity(),
                builder -> more.apply(builder.access(AccessFile.open(file))));
    }

    private static Said post(Gateway gateway, String topic, String... headers) {
        return gateway.post("/topics/" + topic + "/records", "application/json", "{'id':'a'}", headers);
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    @Test
    void tokenMayDoWhatItsLineSaysAndNothingElse(@BrineTopic String topic) throws Exception {
        // Given
        try (Gateway gateway = gateway(
                line("writer", "w produce:" + topic) + line("reader", "r consume:*"), UnaryOperator.identity())) {
            gateway.register(topic + "-value", Schemas.ORDER);
            String range = "/topics/" + topic + "/partitions/0/records";

            // When, Then
            Said none = post(gateway, topic);
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.header("WWW-Authenticate")).isEqualTo("Bearer");
            assertThat(post(gateway, topic, bearer("wrong")).status()).isEqualTo(401);
            assertThat(post(gateway, topic, bearer("reader")).status()).isEqualTo(403);
            assertThat(post(gateway, "other", bearer("writer")).status()).isEqualTo(403);
            assertThat(post(gateway, topic, bearer("writer")).status()).isEqualTo(200);
            assertThat(gateway.get(range, bearer("writer")).status()).isEqualTo(403);
            assertThat(gateway.get(range, bearer("reader")).json().get("records"))
                    .hasSize(1);
            assertThat(gateway.get("/topics/" + topic + "/events").status()).isEqualTo(401);
        }
    }

    @Test
    void tokenIsGivenAndTakenBackWhileTheServerRuns(@BrineTopic String topic) throws Exception {
        // Given
        try (Gateway gateway = gateway(line("one", "a produce:*"), UnaryOperator.identity())) {
            gateway.register(topic + "-value", Schemas.ORDER);
            assertThat(post(gateway, topic, bearer("two")).status()).isEqualTo(401);

            // When
            Files.writeString(directory.resolve("access"), line("two", "somebody produce:*"));

            // Then
            assertThat(post(gateway, topic, bearer("two")).status()).isEqualTo(200);
            assertThat(post(gateway, topic, bearer("one")).status()).isEqualTo(401);
        }
    }

    @Test
    void tokenThatComesTooOftenIsTold429AndWhenToComeAgain(@BrineTopic String topic) throws Exception {
        // Given
        try (Gateway gateway = gateway(line("one", "a produce:* rate=2"), UnaryOperator.identity())) {
            gateway.register(topic + "-value", Schemas.ORDER);
            Said last = post(gateway, topic, bearer("one"));

            // When
            for (int i = 0; i < 50 && last.status() == 200; i++) {
                last = post(gateway, topic, bearer("one"));
            }

            // Then
            assertThat(last.status()).isEqualTo(429);
            assertThat(Integer.parseInt(last.header("Retry-After"))).isBetween(1, 2);
            assertThat(gateway.meters
                            .get("brine.gateway.rejected")
                            .tag("reason", "token")
                            .counter()
                            .count())
                    .isPositive();
        }
    }

    @Test
    void addressMayNotDoMoreAtOnceThanItsAllowance(@BrineTopic String topic) throws Exception {
        // Given
        try (Gateway gateway =
                gateway(line("one", "a consume:*"), builder -> builder.perAddress(new Allowance(0, 1)))) {
            var waiting = gateway.later(
                    gateway.request("/topics/" + topic + "/partitions/0/records?wait_ms=3000", bearer("one"))
                            .GET());
            Awaitility.await()
                    .until(() -> gateway.meters
                                    .get("brine.gateway.requests.active")
                                    .gauge()
                                    .value()
                            > 0);

            // When
            Said second = gateway.get("/topics/" + topic + "/partitions/0/records", bearer("one"));

            // Then
            assertThat(second.status()).isEqualTo(429);
            assertThat(waiting.join().status()).isEqualTo(200);
            assertThat(gateway.get("/topics/" + topic + "/partitions/0/records", bearer("one"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void nobodyIsToldThatHeMayComeFromAnotherOrigin(@BrineTopic String topic) {
        // Given
        try (Gateway gateway = Gateway.over(broker, directory)) {
            // When
            Said said = gateway.get("/topics/" + topic + "/partitions/0/records", "Origin", "https://evil.example");
            String preflight = gateway.raw(
                    "OPTIONS /topics/" + topic + "/records HTTP/1.1\r\nHost: x\r\n"
                            + "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\nConnection: close\r\n\r\n");

            // Then
            assertThat(said.whole().headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
            assertThat(preflight).startsWith("HTTP/1.1 405").doesNotContainIgnoringCase("Access-Control");
        }
    }

    @Test
    void serviceThatIsMountedIsAskedOnlyForThoseWhoMay() throws Exception {
        // Given
        Service echo = new Service() {
            @Override
            public String name() {
                return "echo";
            }

            @Override
            public Work accept(Head head) {
                return new Work() {
                    @Override
                    public String route() {
                        return "/forward/{route}/**";
                    }

                    @Override
                    public Optional<Answer> atOnce() {
                        return Optional.of(Answer.of(
                                200, "text/plain", String.join("|", head.path()).getBytes(UTF_8)));
                    }
                };
            }

            @Override
            public Answer refused(Head head, Refusal refusal) {
                return Answer.error(refusal, Answer.JSON);
            }
        };
        try (Gateway gateway = gateway(
                line("one", "a forward:weather"), builder -> builder.mount(new Mount("forward", Verb.FORWARD, echo)))) {
            // When, Then
            assertThat(gateway.get("/forward/weather/a/b", bearer("one")).body())
                    .isEqualTo("forward|weather|a|b");
            assertThat(gateway.get("/forward/other/a", bearer("one")).status()).isEqualTo(403);
            assertThat(gateway.get("/forward/weather/a").status()).isEqualTo(401);
        }
    }
}
