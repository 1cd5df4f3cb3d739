package dev.brine.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.cli.CommandRun;
import dev.brine.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DaemonCommandsTest {

    @TempDir
    private Path directory;

    @Test
    void checkSaysOkAndRunsNothing() throws IOException {
        // Given
        write("workers: [{name: a, group: g, topics: t, sink: {type: file, path: out.jsonl}}]");

        // When
        CommandRun run = CommandRun.in(directory).run("worker", "-c", "worker.yml", "--check");

        // Then
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("ok\n");
        assertThat(directory.resolve("out.jsonl")).doesNotExist();
    }

    @Test
    void checkSaysEveryMistakeAndEndsWithTwo() throws IOException {
        // Given
        write("kafka: here\nworkers: [{name: a, group: g, topics: t}]\nplugins: none/\n");

        // When
        CommandRun run = CommandRun.in(directory).run("gateway", "-c", "worker.yml", "--check");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo("brine: " + directory.resolve("worker.yml") + " has 3 mistakes\n"
                        + "  line 1: kafka: found a value; allowed: keys with values\n"
                        + "  line 2: workers[0].handler: a worker needs a handler or a sink\n"
                        + "  line 3: plugins: the folder cannot be used: " + directory.resolve("none") + "\n");
    }

    @Test
    void tenMistakesOfAGatewayAreNamedEachWithItsLine() throws IOException {
        // Given
        write("""
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                registri: http://127.0.0.1:8081
                management: 9464
                listen: "127.0.0.1:80800"
                tls: {cert: none.pem, key: none.pem, password: x}
                tokens: none.tokens
                http: {max-body: 1GB, per-address: {rate: -1}}
                shutdown: {timeout: forever}
                bindings: {orders: {frame: confluence}}
                forward: {path: /forward/weather}
                workers:
                  - {name: a, group: g, topics: t, sink: {type: kafka}}
                  - {name: a, group: "${env:NOBODY_SET_THIS}", topics: t, sink: {type: file, path: a, rotate: {size: 1}}}
                """);

        // When
        CommandRun run = CommandRun.in(directory).run("gateway", "-c", "worker.yml", "--check");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err().lines().skip(1))
                .containsExactly(
                        "  line 2: registri: unknown key, did you mean 'registry'?",
                        "  line 3: management: found '9464'; allowed: HOST:PORT",
                        "  line 4: listen: found '127.0.0.1:80800'; allowed: HOST:PORT",
                        "  line 5: tls.password: unknown key; allowed: cert, client-ca, client-cert, key",
                        "  line 6: tokens: the access file " + directory.resolve("none.tokens") + " cannot be read",
                        "  line 7: http.max-body: found '1GB'; allowed: bytes such as 1000, 512KiB, 10MiB or 1GiB, up to"
                                + " 256MiB",
                        "  line 7: http.per-address.rate: found '-1'; allowed: a whole number from 0 to 1000000",
                        "  line 8: shutdown.timeout: found 'forever'; allowed: a duration such as 250ms, 3s, 5m, 1h or"
                                + " 1d, from 1s to 1h",
                        "  line 9: bindings.orders.frame: found 'confluence'; allowed: apicurio, apicurio-header,"
                                + " confluent, confluent-header, none, single-object",
                        "  line 10: forward: found keys with values; allowed: a list of keys with values",
                        "  line 12: workers[0].sink.type: found 'kafka'; allowed: command, file, http, topic",
                        "  line 13: workers[1].name: is the name of workers[0] too; names must differ",
                        "  line 13: workers[1].group: the environment variable NOBODY_SET_THIS is not set",
                        "  line 13: workers[1].sink.rotate.size: found '1'; allowed: bytes such as 1000, 512KiB, 10MiB"
                                + " or 1GiB, from 1KiB up to 1024GiB");
    }

    @Test
    void secretOfTheEnvironmentIsNotPrinted() throws IOException {
        // Given
        write("management: \"${env:BRINE_TEST_SECRET}\"\n");

        // When
        CommandRun run = CommandRun.in(directory)
                .with("BRINE_TEST_SECRET", "s3cret")
                .run("worker", "-c", "worker.yml", "--check");

        // Then
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .contains("line 1: management: found '${env:BRINE_TEST_SECRET}'")
                .doesNotContain("s3cret");
    }

    @Test
    void fileThatIsNotNamedIsWrongUsage() {
        assertThat(CommandRun.in(directory).run("worker").code()).isEqualTo(ExitCode.USAGE);
        CommandRun run = CommandRun.in(directory).run("worker", "-c", "none.yml");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no such file");
    }

    @Test
    void systemdIsToldByItsOwnProgram() throws IOException {
        // Given
        Path told = directory.resolve("told");
        Path program = Files.writeString(
                directory.resolve("notify"), "#!/bin/sh\necho \"$NOTIFY_SOCKET $1\" >>" + told + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        SystemdNotify systemd =
                new SystemdNotify(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "2"), program.toString());

        // When
        systemd.ready();
        systemd.alive();
        systemd.stopping();

        // Then
        assertThat(Files.readAllLines(told))
                .containsExactly("/run/x --ready", "/run/x WATCHDOG=1", "/run/x STOPPING=1");
    }

    @Test
    void withoutSystemdNobodyIsTold() throws IOException {
        // Given
        Path told = directory.resolve("told");
        Path program = Files.writeString(directory.resolve("notify"), "#!/bin/sh\necho x >>" + told + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();

        // When
        new SystemdNotify(Map.of(), program.toString()).ready();

        // Then
        assertThat(told).doesNotExist();
    }

    private void write(String yaml) throws IOException {
        Files.writeString(directory.resolve("worker.yml"), yaml);
    }
}
