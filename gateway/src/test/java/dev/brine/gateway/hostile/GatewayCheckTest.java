package dev.brine.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brine.gateway.config.ConfigException;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.Mistake;
import dev.brine.gateway.daemon.DaemonPlan;
import dev.brine.gateway.daemon.Edges;
import dev.brine.gateway.daemon.Plugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code brine gateway --check} says of a file with mistakes of every kind, those that would let somebody in too. */
final class GatewayCheckTest {

    @TempDir
    Path directory;

    @Test
    void whatIsWrongWithClientCertificatesIsNamedWithItsLine() throws IOException {
        // Given
        for (String name : new String[] {"cert.pem", "key.pem", "ca.pem"}) {
            Files.createFile(directory.resolve(name));
        }
        Path file = Files.writeString(directory.resolve("gateway.yml"), """
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                listen: "127.0.0.1:8080"
                tls:
                  cert: cert.pem
                  key: key.pem
                  client-ca: ca.pem
                  client-cert: maybe
                http: {connections-per-address: -1}
                sources:
                  - {type: tcp, name: a, listen: "127.0.0.1:9020", topic: t,
                     tls: {cert: cert.pem, key: key.pem, client-cert: optional}}
                  - {type: tcp, name: b, listen: "127.0.0.1:9021", topic: t,
                     tls: {cert: cert.pem, key: key.pem, client-ca: missing.pem, client-cert: optional}}
                """);

        // When
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class,
                () -> DaemonPlan.read(
                        ConfigFile.read(file, Map.of()),
                        DaemonPlan.Face.GATEWAY,
                        Edges.sources(Plugins.none()),
                        Plugins.none()));

        // Then
        assertThat(thrown.mistakes().stream().map(Mistake::toString))
                .satisfiesExactlyInAnyOrder(
                        one -> assertThat(one)
                                .isEqualTo("line 7: tls.client-cert: found 'maybe'; allowed: required, optional"),
                        one -> assertThat(one).startsWith("line 8: http.connections-per-address: found '-1'"),
                        one -> assertThat(one)
                                .startsWith("line 11: sources[0].tls.client-cert: has no use without client-ca"),
                        one -> assertThat(one).startsWith("line 13: sources[1].tls.client-ca: found"));
    }

    @Test
    void everyMistakeOfAGatewaysFileIsNamedWithItsLine() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("gateway.yml"), """
                kafka: {bootstrap.servers: "127.0.0.1:9092"}
                listen: "127.0.0.1:8080"
                tls: {cert: missing.pem, key: missing-key.pem}
                tokens: missing-tokens
                http: {max-body: 10 apples, conections: 5}
                sources:
                  - {type: tcp, name: a, listen: "127.0.0.1:9020", topic: t, allow: [10.0.0.0/33]}
                  - {type: tcp, name: b, listen: "127.0.0.1:9021", topic: t, codec: pickle, framing: line}
                  - {type: tcp, name: c, listen: nowhere, topic: t, frame-deadline: 0s}
                forward:
                  - {path: /elsewhere, upstream: "http://127.0.0.1:7000"}
                  - {path: /forward/a, upstream: "http://user:secret@127.0.0.1:7000"}
                  - {path: /forward/b, upstream: "http://127.0.0.1:7000", pass-headers: [X-Forwarded-For]}
                  - {path: /forward/c, upstream: "http://127.0.0.1:7000", methods: [CONNECT]}
                  - {path: /forward/d, upstream: "http://127.0.0.1:7000", networks: [everything]}
                  - {path: /forward/d, upstream: "http://127.0.0.1:7000", cache: {soft: 1h, hard: 1m}}
                """);

        // When
        ConfigException thrown = catchThrowableOfType(
                ConfigException.class,
                () -> DaemonPlan.read(
                        ConfigFile.read(file, Map.of()),
                        DaemonPlan.Face.GATEWAY,
                        Edges.sources(Plugins.none()),
                        Plugins.none()));

        // Then
        assertThat(thrown.mistakes().stream()
                        .map(Mistake::toString)
                        .map(one -> one.replaceAll("^(line \\d+: [^:]+):.*", "$1")))
                .contains(
                        "line 3: tls.cert",
                        "line 3: tls.key",
                        "line 4: tokens",
                        "line 5: http.max-body",
                        "line 5: http.conections",
                        "line 7: sources[0].allow",
                        "line 8: sources[1].framing",
                        "line 9: sources[2].listen",
                        "line 9: sources[2].frame-deadline",
                        "line 11: forward[0].path",
                        "line 12: forward[1].upstream",
                        "line 13: forward[2].pass-headers",
                        "line 14: forward[3].methods",
                        "line 15: forward[4].networks",
                        "line 16: forward[5].cache.hard");
        assertThat(thrown.getMessage()).doesNotContain("secret");
        assertThat(thrown.mistakes())
                .allSatisfy(one -> assertThat(one.toString()).doesNotContain("secret"));
    }
}
