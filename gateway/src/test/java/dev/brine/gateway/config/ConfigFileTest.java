package dev.brine.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {

    @TempDir
    private Path directory;

    @Test
    void fileSaysWhereEverythingIs() throws IOException {
        // Given
        Path path = write("""
                kafka: {bootstrap.servers: ["a:1", "b:2"], sasl.jaas.config: "${env:JAAS}", retries: 3}
                registry: ["dir:schemas", "http://127.0.0.1:8081"]
                management: ":9465"
                bindings:
                  orders: {subject: orders-value, codec: avro}
                listen: "127.0.0.1:8080"
                tls: {cert: c.pem, key: k.pem}
                shutdown: {delay: 2s, timeout: 20s}
                sources: [{type: tcp, name: a}]
                workers: [{name: a}, {name: b}]
                """);

        // When
        ConfigFile file = ConfigFile.read(path, Map.of("JAAS", "p4ss"));

        // Then
        file.check();
        assertThat(file.kafka())
                .containsEntry("bootstrap.servers", "a:1,b:2")
                .containsEntry("sasl.jaas.config", "p4ss")
                .containsEntry("retries", "3");
        assertThat(file.registry()).containsExactly("dir:" + directory.resolve("schemas"), "http://127.0.0.1:8081");
        assertThat(file.management()).hasToString("127.0.0.1:9465");
        assertThat(file.checkpoints()).isEqualTo(directory.resolve("checkpoints"));
        assertThat(file.bindings()).containsOnlyKeys("orders");
        assertThat(file.bindings().get("orders").text("subject")).isEqualTo("orders-value");
        assertThat(file.listening().address()).contains(new HostPort("127.0.0.1", 8080));
        assertThat(file.shutdown()).isEqualTo(new ConfigFile.Shutdown(Duration.ofSeconds(2), Duration.ofSeconds(20)));
        assertThat(file.workers()).hasSize(2);
        assertThat(file.toString()).doesNotContain("p4ss");
    }

    @Test
    void everyMistakeIsToldAtOnceInTheOrderOfLines() throws IOException {
        assertThat(mistakes("""
                        kafka: 127.0.0.1:9092
                        managment: "127.0.0.1:9464"
                        listen: 8080
                        shutdown: {delay: 30s}
                        sources:
                          - {type: tcp, name: a}
                          - {type: file, name: a}
                        workers: none
                        """))
                .containsExactly(
                        "line 1: kafka: found a value; allowed: keys with values",
                        "line 2: managment: unknown key, did you mean 'management'?",
                        "line 3: listen: found '8080'; allowed: HOST:PORT",
                        "line 4: shutdown.delay: is not shorter than shutdown.timeout, which includes it",
                        "line 7: sources[1].name: is the name of sources[0] too; names must differ",
                        "line 8: workers: found a value; allowed: a list of keys with values");
    }

    @Test
    void textThatIsNotYamlIsToldWithItsLineAndWithoutItsContent() throws IOException {
        assertThat(mistakes("kafka: {a: b}\nregistry: [dir:s3cret\nlisten: x\n"))
                .singleElement()
                .asString()
                .startsWith("line 3: not YAML: ")
                .doesNotContain("s3cret");
    }

    @Test
    void listAtTheTopIsAMistake() throws IOException {
        assertThat(mistakes("- a\n")).containsExactly("line 1: found a list at the top; allowed: keys with values");
    }

    @Test
    void tagIsRefused() throws IOException {
        assertThat(mistakes("kafka:\n  a: !!java.net.URL [\"http://127.0.0.1/\"]\n"))
                .containsExactly("line 2: not YAML: Global tag is not allowed: tag:yaml.org,2002:java.net.URL");
        assertThat(mistakes("kafka:\n  a: !url x\n"))
                .containsExactly("line 2: found the tag !url; allowed: values without tags");
    }

    @Test
    void aliasesThatUnfoldToMillionsAreRefused() throws IOException {
        // Given
        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            laughs.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]\n");
        }

        // Then
        assertThat(mistakes(laughs.toString())).singleElement().asString().startsWith("line");
    }

    @Test
    void fileThatIsNotThereIsAMistake() {
        ConfigFile file = ConfigFile.read(directory.resolve("none.yml"), Map.of());
        assertThatThrownBy(file::check)
                .isInstanceOf(ConfigException.class)
                .hasMessage(directory.resolve("none.yml") + " has a mistake\n  line 1: there is no such file");
    }

    @Test
    void emptyFileIsAllDefaults() throws IOException {
        ConfigFile file = ConfigFile.read(write(""), Map.of());
        file.check();
        assertThat(file.management()).hasToString("127.0.0.1:9464");
        assertThat(file.shutdown().timeout()).isEqualTo(Duration.ofSeconds(25));
    }

    private List<String> mistakes(String yaml) throws IOException {
        ConfigFile file = ConfigFile.read(write(yaml), Map.of());
        ConfigException thrown = catchThrowableOfType(ConfigException.class, file::check);
        return thrown == null
                ? List.of()
                : thrown.mistakes().stream().map(Mistake::toString).toList();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(directory.resolve("worker.yml"), yaml);
    }
}
