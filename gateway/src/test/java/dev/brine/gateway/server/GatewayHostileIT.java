package dev.brine.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.server.Gateway.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no decent client sends, and what one sends that wants the gateway to itself. */
@BrineBroker
@Timeout(120)
final class GatewayHostileIT {

    private static final String TYPE = "Content-Type: application/json\r\n";

    EmbeddedBroker broker;

    @TempDir
    Path directory;

    private Gateway gateway;

    @BeforeEach
    void start() {
        UnaryOperator<HttpSettings> small = settings -> settings.withMaxBody(1 << 20)
                .withBodiesInFlight(2 << 20)
                .withDeadline(Duration.ofSeconds(12))
                .withConnections(500);
        gateway = new Gateway(broker, directory, small, UnaryOperator.identity());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
                "Host: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "Host: x\r\nContent-Length: 2, 3\r\n\r\n{}",
                "Host: x\r\nContent-Length: +2\r\n\r\n{}",
                "Host: x\r\nContent-Length: -2\r\n\r\n{}",
                "Host: x\r\nContent-Length: 0x2\r\n\r\n{}",
                "Host: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Host: x\r\nHost: y\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2\r\n\r\n{}",
                "Host: x\r\nBrine-Key: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
                "Host: x\r\nBrine-Key: a\rb\r\nContent-Length: 2\r\n\r\n{}",
                "Host: x\r\nBrine-Key: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
                "Host: x\r\nNoColon\r\nContent-Length: 2\r\n\r\n{}",
                "Host: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
            })
    void trickOfTwoMeaningsIsRefusedAndTheConnectionEnds(String head) throws Exception {
        // Given: a second request, which a smuggler would like to be heard
        String second = "GET /topics/smuggled/partitions/0/records HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

        // When
        String said = gateway.raw("POST /topics/t/records HTTP/1.1\r\n" + TYPE + head + second);

        // Then
        assertThat(said).startsWith("HTTP/1.1 400");
        assertThat(said).doesNotContain("40401");
        assertThat(said.split("HTTP/1\\.1 ", -1)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://internal.example/topics/t/events HTTP/1.1\r\nHost: x\r\n",
                "GET //internal.example/topics/t/events HTTP/1.1\r\nHost: x\r\n",
                "CONNECT internal.example:443 HTTP/1.1\r\nHost: internal.example:443\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n",
                "BREW / HTTP/1.1\r\nHost: x\r\n",
            })
    void addressOfAnotherHostOrAnOddMethodIsRefused(String head) {
        // When
        String said = gateway.raw(head + "Connection: close\r\n\r\n");

        // Then
        assertThat(said).matches("(?s)HTTP/1.1 (400|404|405|501) .*");
    }

    @Test
    void headersTooManyOrTooLongAreRefused() {
        // When
        String said = gateway.raw(
                "GET / HTTP/1.1\r\nHost: x\r\nBrine-Header-A: " + "x".repeat(20_000) + "\r\nConnection: close\r\n\r\n");

        // Then
        assertThat(said).startsWith("HTTP/1.1 431");
    }

    @Test
    void roomIsTakenBeforeABodyIsReadAndMoreIsRefusedUntilItIsFree(@BrineTopic String topic) throws Exception {
        // Given: two clients that announce all the room there is, and send nothing
        gateway.register(topic + "-value", Schemas.ORDER);
        List<Socket> greedy = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Socket socket = new Socket("127.0.0.1", gateway.port());
            greedy.add(socket);
            socket.getOutputStream()
                    .write(("POST /topics/" + topic + "/records HTTP/1.1\r\nHost: x\r\n" + TYPE + "Content-Length: "
                                    + (1 << 20) + "\r\n\r\n{")
                            .getBytes(UTF_8));
        }
        Awaitility.await().until(() -> used() == 2 << 20);

        // When
        Said refused = gateway.post("/topics/" + topic + "/records", "application/json", "{'id':'a'}");
        for (Socket socket : greedy) {
            socket.close();
        }

        // Then
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotBlank();
        Awaitility.await().until(() -> used() == 0);
        assertThat(gateway.post("/topics/" + topic + "/records", "application/json", "{'id':'a'}")
                        .status())
                .isEqualTo(200);
    }

    private double used() {
        return gateway.meters.get("brine.gateway.bytes").gauge().value();
    }

    @Test
    void clientsThatSendTheirHeadsByteByByteAreClosedAndOthersServed(@BrineTopic String topic) throws Exception {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            slow.add(new Socket("127.0.0.1", gateway.port()));
        }
        Thread dripping = new Thread(() -> drip(slow));
        dripping.start();

        // When
        Awaitility.await()
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    assertThat(gateway.post("/topics/" + topic + "/records", "application/json", "{'id':'a'}")
                                    .status())
                            .isEqualTo(200);
                    // Then
                    assertThat(dripping.isAlive()).isFalse();
                });
    }

    /** Sends one byte of a head a second to each, until all of them are closed. */
    private static void drip(List<Socket> sockets) {
        byte[] head = ("POST /topics/t/records HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(200)).getBytes(ISO_8859_1);
        List<Socket> open = new ArrayList<>(sockets);
        for (byte b : head) {
            open.removeIf(socket -> !send(socket, b));
            if (open.isEmpty()) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
        }
    }

    private static boolean send(Socket socket, byte b) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(b);
            out.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void bodyThatComesTooSlowlyIs408AndGivesItsRoomBack(@BrineTopic String topic) {
        // When
        String said = gateway.raw(
                "POST /topics/" + topic + "/records HTTP/1.1\r\nHost: x\r\n" + TYPE + "Content-Length: 100\r\n\r\n{");

        // Then
        assertThat(said).startsWith("HTTP/1.1 408").contains("\"error_code\":408");
        assertThat(used()).isZero();
    }

    @Test
    void deepNestingAndHugePicklesAreRefusedAndTheGatewayGoesOn(@BrineTopic String topic) {
        // Given
        gateway.register(topic + "-value", Schemas.ORDER);
        String path = "/topics/" + topic + "/records";
        // A pickle of 20 bytes that claims a string of 2 GiB, and one that calls os.system.
        byte[] claims = {(byte) 0x80, 4, 'X', (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 'a', '.'};
        byte[] calls = "cos\nsystem\n(S'true'\ntR.".getBytes(UTF_8);

        // When, Then
        assertThat(gateway.post(path, "application/json", "[".repeat(500_000)).status())
                .isBetween(400, 422);
        assertThat(gateway.post(path, "application/x-ndjson", "{'id':".repeat(50_000))
                        .status())
                .isEqualTo(422);
        assertThat(gateway.post(
                                "/topics/" + topic,
                                "application/vnd.kafka.json.v2+json",
                                "{'records':[{'value':" + "[".repeat(100_000))
                        .status())
                .isEqualTo(400);
        assertThat(gateway.post(path, "application/x-python-serialize", claims).status())
                .isEqualTo(422);
        assertThat(gateway.post(path, "application/x-python-serialize", calls).status())
                .isEqualTo(422);
        assertThat(gateway.post(path, "application/json", "{'id':'a'}").status())
                .isEqualTo(200);
    }
}
