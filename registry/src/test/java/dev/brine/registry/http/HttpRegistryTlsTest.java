package dev.brine.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS with a key of the test's own, made by the JDK's keytool. */
class HttpRegistryTlsTest {

    private static final String PASSWORD = "changeit";
    private static final Duration BOUND = Duration.ofSeconds(3);

    @TempDir
    private Path directory;

    private HttpsServer server;

    @BeforeEach
    void serve() throws IOException, GeneralSecurityException, InterruptedException {
        key("server", "dns:localhost");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(directory.resolve("server.p12"))));
        server.createContext("/", exchange -> {
            // From JDK 25 on, an answer leaves when its exchange is closed, and not before.
            try (exchange) {
                StubRegistryServer.send(exchange, 200, "application/json", "[\"orders-value\"]");
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aServerWhoseCertificateIsTrustedIsAsked() {
        assertThat(open("localhost", trusting("server")).subjects()).containsExactly("orders-value");
    }

    @Test
    void aServerThatNobodyVouchesForIsNotAsked() throws IOException, InterruptedException {
        // Given
        key("stranger", "dns:localhost");

        // Then
        for (Map<String, ?> configs : List.of(Map.<String, Object>of(), trusting("stranger"))) {
            assertThatThrownBy(() -> open("localhost", configs).subjects())
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("https://localhost:");
        }
    }

    @Test
    void theNameInTheCertificateMustBeTheHosts() {
        assertThatThrownBy(() -> open("127.0.0.1", trusting("server")).subjects())
                .isInstanceOf(RegistryUnavailableException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void aStoreThatIsNotThereIsSaidWhenTheRegistryIsOpened() {
        assertThatThrownBy(() -> open("localhost", Map.of("ssl.truststore.location", "/nowhere.p12")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("ssl.*");
    }

    private HttpRegistry open(String host, Map<String, ?> configs) {
        return HttpRegistry.open(
                "https://" + host + ":" + server.getAddress().getPort(), configs, name -> Optional.empty(), BOUND);
    }

    private Map<String, Object> trusting(String name) {
        return Map.of(
                "ssl.truststore.location",
                directory.resolve(name + ".p12").toString(),
                "ssl.truststore.type",
                "PKCS12",
                "ssl.truststore.password",
                PASSWORD);
    }

    /** A self-signed key; the same file serves as the store of who trusts it. */
    private void key(String name, String san) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + san,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        directory.resolve(name + ".p12").toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(made.getInputStream().readAllBytes(), UTF_8);
        assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(made.exitValue()).as(said).isZero();
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context;
    }
}
