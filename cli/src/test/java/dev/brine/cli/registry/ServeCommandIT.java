package dev.brine.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(200)
class ServeCommandIT {

    private static final Path SCHEMAS = Path.of("../schemas").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    @Test
    void directoryIsServedForReadingUntilTerm() throws Exception {
        try (Serving server = Serving.start(directory, "--schemas", SCHEMAS.toString())) {
            // When
            String first = server.json("/schemas/ids/1").path("schema").asText();

            // Then
            assertThat(first).contains("shop").contains("Money");
            assertThat(server.register("new-value", "\"string\"", 422)).isEqualTo(42205);
            assertThat(server.get(server.management() + "/readyz").statusCode()).isEqualTo(200);
            assertThat(server.get(server.management() + "/progress").body()).contains("registry");
            assertThat(server.get(server.management() + "/metrics").body())
                    .contains("brine_gateway_requests_seconds_count")
                    .contains("route=\"/schemas/ids/{id}\"");
            assertThat(server.process().out().lines()).hasSize(3);

            // When
            server.process().terminate();

            // Then
            assertThat(server.process().exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(server.process().err()).contains("for reading");
        }
    }

    @Test
    void writableDirectoryWithATokenFileTakesNothingWithoutAToken() throws Exception {
        // Given
        Files.writeString(directory.resolve("tokens"), "0".repeat(64) + "  ci\n");
        Files.createDirectory(directory.resolve("mine"));

        // When
        try (Serving server = Serving.start(directory, "--schemas", "mine", "--writable", "--token-file", "tokens")) {
            assertThat(server.register("new-value", "\"string\"", 401)).isEqualTo(401);
        }

        // Then
        assertThat(directory.resolve("mine/new-value/v1.avsc")).doesNotExist();
        try (Serving server = Serving.start(directory, "--schemas", "mine", "--writable")) {
            assertThat(server.register("new-value", "\"string\"")).isEqualTo(1);
            assertThat(directory.resolve("mine/new-value/v1.avsc")).exists();
        }
    }

    @Test
    void schemasThatComeWithBrineAreServedWhereThereAreNoOthers() throws Exception {
        try (Serving server = Serving.start(directory)) {
            assertThat(server.json("/subjects").toString()).contains("orders-value");
            assertThat(server.json("/mode").path("mode").asText()).isEqualTo("READONLY");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--schemas x --topic y|2|both were named",
                "--token-file x|2|--writable",
                "--tls-cert x|2|go together",
                "--tls-cert x --tls-key y|2|cannot be read",
                "--tls-client-ca x|2|needs --tls-cert",
                "--tls-client-cert optional|2|without --tls-client-ca",
                "--tls-client-cert perhaps|2|perhaps",
                "--connections-per-address -1|2|found '-1'",
                "--writable --token-file missing|2|missing",
                "--host no.such.host.invalid|2|unknown",
                "--schemas missing|5|missing",
                "-X brine.registry=http://127.0.0.1:1|2|one directory or one topic",
                "--writable|2|--schemas DIR",
                "-b 127.0.0.1:1 -X brine.registry.timeout.ms=2000|5|_schemas"
            })
    void whatCannotBeMeantIsSaid(String options, int code, String says) {
        CommandRun run =
                CommandRun.in(directory).run(("registry serve --port 0 --management-port 0 " + options).split(" "));
        assertThat(run.err()).contains(says);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void portThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CommandRun run = CommandRun.in(directory)
                    .run("registry", "serve", "--port", "" + taken.getLocalPort(), "--management-port", "0");
            assertThat(run.code()).isEqualTo(ExitCode.FAILED);
            assertThat(run.err()).contains(":" + taken.getLocalPort()).contains("another --port");
        }
    }

    @Test
    void serverThatAnybodyReachesWithoutATokenIsWarnedAbout() throws Exception {
        try (Serving server = Serving.start(directory, "--host", "0.0.0.0")) {
            assertThat(server.url()).startsWith("http://127.0.0.1:");
            server.process().terminate();
            assertThat(server.process().exitCode(Duration.ofSeconds(30))).isZero();
            assertThat(server.process().err()).contains("warning: whoever reaches 0.0.0.0 may read");
        }
    }
}
