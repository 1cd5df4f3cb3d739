package dev.brine.cli.registry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom {@code brine registry serve} lets in. */
@Timeout(200)
final class ServeClientsIT {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    /** A key with a certificate that it has signed itself, and so is its own authority. */
    private KeyStore identity(String name, String common) throws Exception {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + common,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(directory.resolve(name + ".log")))
                .isZero();
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        pem(name + ".crt", "CERTIFICATE", store.getCertificate(name).getEncoded());
        pem(
                name + ".key",
                "PRIVATE KEY",
                store.getKey(name, PASSWORD.toCharArray()).getEncoded());
        return store;
    }

    private void pem(String file, String kind, byte[] der) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    /** Whether a client is answered. */
    private static boolean letIn(Serving server, KeyStore trusted, @Nullable KeyStore shown) throws Exception {
        // No entry of a key is trusted: only what is kept as a certificate.
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("server", trusted.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(shown, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/subjects"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            return HttpClient.newBuilder()
                            .sslContext(context)
                            .build()
                            .send(request, BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (java.net.http.HttpTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whoHasNoCertificateComesInOnlyWhereItIsOptional() throws Exception {
        // Given
        KeyStore own = identity("server", "server");
        KeyStore client = identity("client", "client");
        // Of the name that the server asks for, else a client would not show it.
        KeyStore stranger = identity("stranger", "client");
        String[] tls = {"--tls-cert", "server.crt", "--tls-key", "server.key", "--tls-client-ca", "client.crt"};

        // When
        try (Serving server = Serving.start(directory, tls)) {
            // Then
            assertThat(server.url()).startsWith("https://");
            assertThat(letIn(server, own, client)).isTrue();
            assertThat(letIn(server, own, null)).isFalse();
            assertThat(letIn(server, own, stranger)).isFalse();
        }

        // When
        List<String> optional = new ArrayList<>(List.of(tls));
        optional.addAll(List.of("--tls-client-cert", "optional"));
        try (Serving server = Serving.start(directory, optional.toArray(String[]::new))) {
            // Then
            assertThat(letIn(server, own, client)).isTrue();
            assertThat(letIn(server, own, null)).isTrue();
            assertThat(letIn(server, own, stranger)).isFalse();
        }
    }

    @Test
    void addressHasNoMoreConnectionsThanItMay() throws Exception {
        try (Serving server = Serving.start(directory, "--connections-per-address", "2");
                Socket first = connect(server);
                Socket second = connect(server);
                Socket third = connect(server)) {
            assertThat(answered(first)).isTrue();
            assertThat(answered(second)).isTrue();
            assertThat(answered(third)).isFalse();
            assertThat(server.get(server.management() + "/metrics").body()).contains("connections-of-address");
        }
    }

    private static Socket connect(Serving server) throws IOException {
        Socket socket = new Socket("127.0.0.1", URI.create(server.url()).getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static boolean answered(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write("GET /subjects HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // Closed before it could be written.
            return false;
        }
    }
}
