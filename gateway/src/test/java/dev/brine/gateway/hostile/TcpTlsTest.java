package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.flow.HeldWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.hostile.Certificates.Identity;
import dev.brine.gateway.source.SourceContext;
import dev.brine.gateway.tcp.ReplyHandler;
import dev.brine.gateway.tcp.TcpSource;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The TCP source behind TLS: who is let in, and who only costs time. */
@Timeout(60)
final class TcpTlsTest {

    private static final String ORDER = "{\"id\":\"a\"}\n";
    private static final Duration BEFORE = Duration.ofHours(-1);
    private static final Duration LATER = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HeldWriter writer = new HeldWriter();
    private SchemaRegistry registry;
    private TcpSource source;
    private Identity authority;
    private Identity server;

    @BeforeEach
    void prepare() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        registry = Schemas.in(directory);
        Schemas.register(registry, "t-value", Schemas.ORDER);
        authority = Certificates.authority("brine test");
        server = Certificates.issued(authority, "server", BEFORE, LATER);
        Certificates.pem(directory.resolve("cert.pem"), server.certificate());
        Certificates.pem(directory.resolve("key.pem"), server.keys());
        Certificates.pem(directory.resolve("ca.pem"), authority.certificate());
    }

    @AfterEach
    void stop() {
        if (source != null) {
            source.close(Duration.ofSeconds(2));
        }
        registry.close();
    }

    /** @param more keys of the source */
    private void start(String more) throws Exception {
        Path file = Files.writeString(
                directory.resolve("gateway.yml"),
                "sources: [{type: tcp, name: in, listen: \"127.0.0.1:0\", topic: t, framing: line, codec: json,"
                        + " answer: ack, frame-deadline: 1s, " + more + "}]\n");
        ConfigFile read = ConfigFile.read(file, Map.of());
        var section = read.sources().get(0);
        section.text("type");
        source = (TcpSource)
                TcpSource.type(name -> (ReplyHandler) value -> value).read(section);
        section.done();
        source.start(new SourceContext(
                writer, new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters), directory, meters));
    }

    private String tls(String more) {
        return "tls: {cert: " + directory.resolve("cert.pem") + ", key: " + directory.resolve("key.pem") + more + "}";
    }

    private String withClients() {
        return tls(", client-ca: " + directory.resolve("ca.pem"));
    }

    /** The answer to one order; empty if there is none. */
    private String order(SSLContext context) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", source.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(ORDER.getBytes(UTF_8));
            socket.getOutputStream().flush();
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return "";
        }
    }

    private double closed(String reason) {
        Counter counter =
                meters.find("brine.gateway.tcp.closed").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void clientTalksOverTlsAndNeedsNoCertificateUnlessOneIsAskedFor() throws Exception {
        // Given
        start(tls(""));
        Identity stranger = Certificates.issued(Certificates.authority("another"), "client", BEFORE, LATER);

        // Then
        assertThat(order(Certificates.client(authority, null))).isEqualTo("ok 0 0");
        assertThat(order(Certificates.client(authority, stranger))).isEqualTo("ok 0 1");
        // A client that does not trust this server sends nothing.
        assertThat(order(Certificates.client(Certificates.authority("another"), null)))
                .isEmpty();
        assertThat(writer.records()).hasSize(2);
    }

    @Test
    void onlyACertificateOfTheAuthorityThatIsValidNowLetsAClientIn() throws Exception {
        // Given
        start(withClients());
        Identity good = Certificates.issued(authority, "client", BEFORE, LATER);
        // Of the same name as the authority that is trusted, and yet another.
        Identity namesake = Certificates.issued(Certificates.authority("brine test"), "client", BEFORE, LATER);
        Identity another = Certificates.issued(Certificates.authority("another"), "client", BEFORE, LATER);
        Identity expired = Certificates.issued(authority, "client", Duration.ofHours(-2), BEFORE);
        Identity early = Certificates.issued(authority, "client", LATER, Duration.ofHours(2));
        Identity byClient = Certificates.issued(good, "client of a client", BEFORE, LATER);

        // Then
        assertThat(order(Certificates.client(authority, good))).isEqualTo("ok 0 0");
        for (Identity bad : java.util.Arrays.asList(null, namesake, another, expired, early, byClient)) {
            assertThat(order(Certificates.client(authority, bad)))
                    .as(
                            bad == null
                                    ? "no certificate"
                                    : bad.certificate().getIssuerX500Principal() + ", "
                                            + bad.certificate().getNotAfter())
                    .isEmpty();
        }
        assertThat(order(Certificates.client(authority, good))).isEqualTo("ok 0 1");
        assertThat(writer.records()).hasSize(2);
    }

    @Test
    void certificateThatIsOptionalMayBeAbsentButNotUntrusted() throws Exception {
        // Given
        start(tls(", client-ca: " + directory.resolve("ca.pem") + ", client-cert: optional"));
        Identity good = Certificates.issued(authority, "client", BEFORE, LATER);
        Identity another = Certificates.issued(Certificates.authority("another"), "client", BEFORE, LATER);
        Identity expired = Certificates.issued(authority, "client", Duration.ofHours(-2), BEFORE);

        // Then
        assertThat(order(Certificates.client(authority, good))).isEqualTo("ok 0 0");
        assertThat(order(Certificates.client(authority, null))).isEqualTo("ok 0 1");
        assertThat(order(Certificates.client(authority, another))).isEmpty();
        assertThat(order(Certificates.client(authority, expired))).isEmpty();
        assertThat(order(Certificates.client(authority, null))).isEqualTo("ok 0 2");
        assertThat(writer.records()).hasSize(3);
        Awaitility.await().until(() -> closed("handshake") == 2);
    }

    @Test
    void plainClientOfATlsPortIsHungUpOn() throws Exception {
        // Given
        start(tls(""));

        // When
        try (Socket socket = Raw.connect(source.port())) {
            Raw.send(socket, ORDER);

            // Then: an alert of TLS, if anything
            assertThat(Raw.rest(socket)).doesNotContain("ok").doesNotContain("err");
        }
        assertThat(writer.records()).isEmpty();
        assertThat(order(Certificates.client(authority, null))).isEqualTo("ok 0 0");
    }

    @Test
    void tlsClientOfAPlainPortIsHungUpOn() throws Exception {
        // Given
        start("max-frame: 64KiB");

        // Then
        assertThat(order(Certificates.client(authority, null))).isEmpty();
        assertThat(writer.records()).isEmpty();
        Awaitility.await()
                .until(() -> source.condition().figures().get("connections").equals(0));
    }

    @Test
    void handshakeThatNeverEndsIsEndedAndItsPlaceIsFree() throws Exception {
        // Given: all places of this address taken by half handshakes, one of them silent and one that goes on and on
        start("connections-per-address: 2, " + tls(""));
        List<Socket> slow = new ArrayList<>();
        slow.add(Raw.connect(source.port()));
        slow.add(Raw.connect(source.port()));
        Awaitility.await()
                .until(() -> source.condition().figures().get("connections").equals(2));
        assertThat(order(Certificates.client(authority, null))).isEmpty();
        assertThat(closed("connections-of-address")).isOne();
        Thread dripping = new Thread(() -> drip(slow.get(1)));

        // When
        long began = System.nanoTime();
        dripping.start();
        for (Socket socket : slow) {
            // An alert of TLS, if anything.
            assertThat(Raw.rest(socket)).doesNotContain("ok");
            socket.close();
        }

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
        assertThat(closed("handshake")).isEqualTo(2);
        Awaitility.await()
                .until(() -> order(Certificates.client(authority, null)).startsWith("ok"));
        dripping.join();
    }

    @Test
    void handshakeThatIsGreetedAndNotEndedIsEndedToo() throws Exception {
        // Given
        start(tls(""));

        // When: the server has said all that it has to say, and waits
        try (Socket socket = Raw.connect(source.port())) {
            socket.getOutputStream().write(Certificates.hello(Certificates.client(authority, null)));
            long began = System.nanoTime();

            // Then
            assertThat(Raw.rest(socket)).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        }
        Awaitility.await().until(() -> closed("handshake") == 1);
    }

    /** The head of a long record of a handshake, then one byte after the other. */
    private static void drip(Socket socket) {
        try {
            socket.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 0xfc, 3, 3});
            for (int i = 0; i < 200; i++) {
                socket.getOutputStream().write(1);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        } catch (IOException e) {
            // Hung up on, as it should be.
            assertThat(socket).isNotNull();
        }
    }
}
