package dev.brine.gateway.registry;

import static dev.brine.gateway.registry.Rest.INT;
import static dev.brine.gateway.registry.Rest.STRING;
import static dev.brine.gateway.registry.Rest.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.PemFiles;
import dev.brine.gateway.http.TokenFile;
import dev.brine.registry.store.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server around the interface: tokens, TLS, deadlines, the end, meters. */
@Timeout(60)
final class ServerTest {

    @TempDir
    private Path directory;

    private static String sha256(String token) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    }

    @Test
    void writingNeedsATokenAndReadingDoesNot() throws Exception {
        // Given
        Path file = directory.resolve("tokens");
        Files.writeString(file, "# who may\n" + sha256("secret") + "  ci\n\n" + sha256("other") + "\n");
        MemoryStore store = new MemoryStore();
        try (Rest rest = Rest.over(store, Rest.settings(), Optional.of(TokenFile.open(file)))) {
            String request = body(STRING).toString();
            String type = MediaTypes.V1;

            // When, Then
            Said said = rest.post("/subjects/s/versions", request).refused(401);
            assertThat(said.header("www-authenticate")).isEqualTo("Bearer");
            rest.post("/subjects/s/versions", request, "Content-Type", type, "Authorization", "Bearer wrong")
                    .refused(401);
            rest.post("/subjects/s/versions", request, "Content-Type", type, "Authorization", "secret")
                    .refused(401);
            rest.post("/subjects/s/versions", request, "Content-Type", type, "Authorization", "Digest secret")
                    .refused(401);
            rest.post("/subjects/s/versions", request, "Content-Type", type, "Authorization", "Basic !!!")
                    .refused(401);
            rest.post("/subjects/s/versions", request, "Content-Type", type, "Authorization", "Bearer secret")
                    .has("{\"id\":1}");
            rest.post("/subjects/s/versions", request).has("{\"id\":1}");
            rest.post("/subjects/s", request).has("{\"id\":1}");
            rest.get("/subjects").is("[\"s\"]");
            rest.delete("/subjects/s").refused(401);
            rest.put("/config", "{\"compatibility\":\"NONE\"}").refused(401);
            rest.put("/mode", "{\"mode\":\"READONLY\"}").refused(401);
            String basic = Base64.getEncoder().encodeToString("anybody:other".getBytes(UTF_8));
            rest.put("/config", "{\"compatibility\":\"NONE\"}", "Authorization", "Basic " + basic)
                    .is("{\"compatibility\":\"NONE\"}");

            // When
            Files.writeString(file, sha256("new") + "\n");

            // Then
            rest.delete("/subjects/s", "Authorization", "Bearer secret").refused(401);
            rest.delete("/subjects/s", "Authorization", "Bearer new").is("[1]");
            Files.delete(file);
            rest.delete("/subjects/s?permanent=true", "Authorization", "Bearer new")
                    .refused(401);
        }
    }

    @Test
    void tokenFileThatIsNoneIsRefusedWithItsLine() throws IOException {
        Path file = directory.resolve("tokens");
        Files.writeString(file, "# ours\nsecret\n");
        assertThatThrownBy(() -> TokenFile.open(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("sha256sum")
                .hasMessageNotContaining("secret\n");
        assertThatThrownBy(() -> TokenFile.open(directory.resolve("missing"))).hasMessageContaining("missing");
    }

    @Test
    void requestsOverTlsAreAnswered() throws Exception {
        // Given
        Path store = directory.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "a",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-validity",
                        "2")
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = new FileInputStream(store.toFile())) {
            keys.load(in, "changeit".toCharArray());
        }
        PemFiles pem = new PemFiles(
                pem("CERTIFICATE", keys.getCertificate("a").getEncoded()),
                pem("PRIVATE KEY", keys.getKey("a", "changeit".toCharArray()).getEncoded()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);

        try (Rest rest = Rest.over(new MemoryStore(), Rest.settings().withTls(pem), Optional.empty())) {
            for (String host : List.of("127.0.0.1", "localhost")) {
                // When
                var answer = HttpClient.newBuilder()
                        .sslContext(context)
                        .build()
                        .send(
                                HttpRequest.newBuilder(URI.create("https://" + host + ":" + rest.port() + "/subjects"))
                                        .build(),
                                BodyHandlers.ofString());

                // Then
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("[]");
            }
            assertThat(rest.url()).startsWith("https://127.0.0.1:");
        }
    }

    private Path pem(String kind, byte[] der) throws IOException {
        return Files.writeString(
                directory.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                        + "-----\n");
    }

    @Test
    void pemFilesThatAreNoneAreRefusedByName() throws IOException {
        Path junk = Files.writeString(directory.resolve("junk.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n");
        HttpSettings settings = Rest.settings().withTls(new PemFiles(junk, junk));
        assertThatThrownBy(() -> Rest.over(new MemoryStore(), settings, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("junk.pem")
                .hasMessageContaining("openssl pkcs8");
        Path gone = directory.resolve("gone.pem");
        assertThatThrownBy(() -> Rest.over(
                        new MemoryStore(), Rest.settings().withTls(new PemFiles(gone, gone)), Optional.empty()))
                .hasMessageContaining("gone.pem");
    }

    @Test
    void addressThatIsTakenIsAnIoException() {
        try (Rest rest = Rest.empty()) {
            HttpSettings same = HttpSettings.listening(new InetSocketAddress("127.0.0.1", rest.port()));
            MemoryStore store = new MemoryStore();
            assertThatThrownBy(() -> RegistryServer.start(
                            same, store, store::state, Optional.empty(), "1", new SimpleMeterRegistry()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(rest.port()));
        }
    }

    @Test
    void closingLetsARunningRequestEnd() throws Exception {
        // Given
        OddStore store = new OddStore();
        store.slow = true;
        Rest rest = Rest.over(store);
        CompletableFuture<Said> running =
                CompletableFuture.supplyAsync(() -> rest.post("/subjects/s/versions", body(STRING)));
        store.entered.await();

        // When
        CompletableFuture<Void> closing = CompletableFuture.runAsync(rest::close);
        CompletableFuture.delayedExecutor(600, TimeUnit.MILLISECONDS).execute(store.go::countDown);

        // Then
        running.get(20, TimeUnit.SECONDS).has("{\"id\":1}");
        closing.get(20, TimeUnit.SECONDS);
    }

    @Test
    void storeThatIsSlowOrAwayIsSaidInTimeWhileLookupsGoOn() throws Exception {
        // Given
        OddStore store = new OddStore();
        try (Rest rest = Rest.over(store, Rest.settings().withDeadline(Duration.ofMillis(500)), Optional.empty())) {
            rest.register("s", STRING);
            store.slow = true;

            // When, Then
            rest.post("/subjects/t/versions", body(INT)).refused(408);
            rest.get("/schemas/ids/1").has("{\"schema\":\"\\\"string\\\"\"}");
            store.go.countDown();
            store.away = true;
            rest.get("/schemas/ids/1").refused(50001);
            rest.post("/subjects/t/versions", body(STRING)).refused(50002);
            store.away = false;
            store.broken = true;
            rest.get("/subjects").refused(500, "HTTP 500 Internal Server Error");
            rest.get("/schemas/ids/1").refused(500, "HTTP 500 Internal Server Error");
            store.broken = false;
            rest.get("/subjects/s/versions").is("[1]");
        }
    }

    @Test
    void requestsAreMeteredByRouteAndStatus() {
        try (Rest rest = Rest.empty()) {
            // When
            rest.register("s", STRING);
            rest.get("/schemas/ids/1");
            rest.get("/schemas/ids/2");
            rest.get("/schemas/ids/3");
            rest.send("BREW", "/nowhere/at/all", null);

            // Then
            assertThat(rest.meters
                            .get("brine.gateway.requests")
                            .tags("face", "registry", "method", "GET", "route", "/schemas/ids/{id}", "status", "404")
                            .timer()
                            .count())
                    .isEqualTo(2);
            assertThat(rest.meters
                            .get("brine.gateway.requests")
                            .tags("method", "POST", "route", "/subjects/{subject}/versions", "status", "200")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(rest.meters
                            .get("brine.gateway.requests")
                            .tags("method", "none", "route", "none", "status", "404")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(rest.meters.get("brine.gateway.requests.active").gauge().value())
                    .isZero();
        }
    }
}
