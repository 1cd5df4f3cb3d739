package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.hostile.Certificates.Identity;
import dev.brine.gateway.http.HttpFace;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.ServerTls;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP face behind TLS: which clients it lets in. */
@Timeout(60)
final class HttpTlsTest {

    private static final Duration BEFORE = Duration.ofHours(-1);
    private static final Duration LATER = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private HttpFace face;
    private Identity authority;

    @BeforeEach
    void prepare() throws Exception {
        authority = Certificates.authority("brine test");
        Identity server = Certificates.issued(authority, "server", BEFORE, LATER);
        Certificates.pem(directory.resolve("cert.pem"), server.certificate());
        Certificates.pem(directory.resolve("key.pem"), server.keys());
        Certificates.pem(directory.resolve("ca.pem"), authority.certificate());
    }

    @AfterEach
    void stop() {
        if (face != null) {
            face.close();
        }
    }

    /** @param more keys of {@code tls} */
    private void start(String more) throws Exception {
        Path file = Files.writeString(
                directory.resolve("gateway.yml"),
                "listen: \"127.0.0.1:0\"\ntls: {cert: cert.pem, key: key.pem" + more + "}\n");
        ServerTls tls = ConfigFile.read(file, Map.of())
                .listening()
                .tls()
                .flatMap(ServerTls::from)
                .orElseThrow();
        face = HttpFace.start(
                HttpSettings.listening(new InetSocketAddress("127.0.0.1", 0)).withTls(tls), new Hello(), meters);
    }

    /** Whether a client is answered. */
    private boolean letIn(Identity shown) throws Exception {
        SSLContext context = Certificates.client(authority, shown);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", face.port())) {
            socket.setSoTimeout(10_000);
            Raw.send(socket, Hello.GET_AND_CLOSE);
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1).startsWith("HTTP/1.1 200 ");
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private double refused() {
        Counter counter =
                meters.find("brine.gateway.closed").tag("reason", "handshake").counter();
        return counter == null ? 0 : counter.count();
    }

    private Iterable<Identity> untrusted() throws Exception {
        return Arrays.asList(
                Certificates.issued(Certificates.authority("another"), "client", BEFORE, LATER),
                // Of the same name as the authority that is trusted.
                Certificates.issued(Certificates.authority("brine test"), "client", BEFORE, LATER),
                Certificates.issued(authority, "client", Duration.ofHours(-2), BEFORE));
    }

    @Test
    void certificateThatIsOptionalMayBeAbsentButNotUntrusted() throws Exception {
        // Given
        start(", client-ca: ca.pem, client-cert: optional");

        // Then
        assertThat(letIn(Certificates.issued(authority, "client", BEFORE, LATER)))
                .isTrue();
        assertThat(letIn(null)).isTrue();
        assertThat(refused()).isZero();
        for (Identity bad : untrusted()) {
            assertThat(letIn(bad)).as(bad.certificate().toString()).isFalse();
        }
        assertThat(letIn(null)).isTrue();
        Awaitility.await().until(() -> refused() == 3);
    }

    @Test
    void certificateIsNeededWhereThereIsAnAuthorityAndNothingElseIsSaid() throws Exception {
        // Given
        start(", client-ca: ca.pem");

        // Then
        assertThat(letIn(Certificates.issued(authority, "client", BEFORE, LATER)))
                .isTrue();
        assertThat(letIn(null)).isFalse();
        for (Identity bad : untrusted()) {
            assertThat(letIn(bad)).as(bad.certificate().toString()).isFalse();
        }
        Awaitility.await().until(() -> refused() == 4);
    }

    @Test
    void handshakeThatIsGreetedAndNotEndedIsEnded() throws Exception {
        // Given
        start("");

        // When: the server has said all that it has to say, and waits
        try (Socket socket = Raw.connect(face.port())) {
            socket.getOutputStream().write(Certificates.hello(Certificates.client(authority, null)));
            long began = System.nanoTime();

            // Then
            assertThat(Raw.rest(socket)).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }

    @Test
    void nobodyIsAskedForACertificateWithoutAnAuthority() throws Exception {
        // Given
        start("");

        // Then
        assertThat(letIn(null)).isTrue();
        for (Identity stranger : untrusted()) {
            assertThat(letIn(stranger)).isTrue();
        }
    }
}
