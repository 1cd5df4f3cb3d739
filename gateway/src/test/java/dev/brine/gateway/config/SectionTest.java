package dev.brine.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SectionTest {

    private enum Framing {
        LINE,
        LENGTH4BE,
        OCTET_COUNT
    }

    @TempDir
    private Path directory;

    @Test
    void answersAreWhatTheFileSays() {
        // Given
        String yaml = """
                - name: logs
                  listen: "[::1]:9020"
                  framing: octet-count
                  max-frame: 512KiB
                  deadline: 1500ms
                  connections: 64
                  quick: true
                  allow: [10.0.0.0/8, 127.0.0.1]
                  query: {q: Seoul, appid: "${env:KEY}"}
                  url: https://api.example.org/data
                  path: in/
                """;

        read(yaml, Map.of("KEY", "s3cret"), section -> {
            // Then
            assertThat(section.text("name")).isEqualTo("logs");
            assertThat(section.address("listen")).isEqualTo(new HostPort("::1", 9020));
            assertThat(section.oneOf("framing", Framing.LINE)).isEqualTo(Framing.OCTET_COUNT);
            assertThat(section.size("max-frame", 1)).isEqualTo(512 * 1024);
            assertThat(section.duration("deadline", Duration.ZERO)).isEqualTo(Duration.ofMillis(1500));
            assertThat(section.number("connections", 1, 1, 100)).isEqualTo(64);
            assertThat(section.flag("quick", false)).isTrue();
            assertThat(section.texts("allow")).containsExactly("10.0.0.0/8", "127.0.0.1");
            assertThat(section.map("query")).containsEntry("q", "Seoul").containsEntry("appid", "s3cret");
            assertThat(section.url("url")).isEqualTo(URI.create("https://api.example.org/data"));
            assertThat(section.path("path")).isEqualTo(directory.resolve("in"));
            section.done();
            assertThat(section.mistakes()).isZero();
        });
    }

    @Test
    void whatIsNotGivenIsAsTheProgramSays() {
        read("- {name: a, empty: }", Map.of(), section -> {
            assertThat(section.text("codec", "json")).isEqualTo("json");
            assertThat(section.text("empty", "json")).isEqualTo("json");
            assertThat(section.optionalText("key")).isEmpty();
            assertThat(section.number("n", 7, 1, 9)).isEqualTo(7);
            assertThat(section.size("size", 8)).isEqualTo(8);
            assertThat(section.texts("list")).isEmpty();
            assertThat(section.sections("parts")).isEmpty();
            assertThat(section.section("part")).isEmpty();
            assertThat(section.sectionOrEmpty("part").flag("x", true)).isTrue();
            assertThat(section.mistakes()).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            listen: 80a80       | address  | line 3: sources[0].key: found '80a80'; allowed: HOST:PORT
            listen:             | address  | line 3: sources[0].key: missing; allowed: HOST:PORT
            listen: [a]         | address  | line 3: sources[0].key: found a list; allowed: HOST:PORT
            listen: ten         | number   | line 3: sources[0].key: found 'ten'; allowed: a whole number from 1 to 10
            listen: 11          | number   | line 3: sources[0].key: found '11'; allowed: a whole number from 1 to 10
            listen: 10MB        | size     | line 3: sources[0].key: found '10MB'; allowed: bytes such as 1000, 512KiB, 10MiB or 1GiB
            listen: 2GiB        | limited  | line 3: sources[0].key: found '2GiB'; allowed: bytes such as 1000, 512KiB, 10MiB or 1GiB, up to 1GiB
            listen: 10          | duration | line 3: sources[0].key: found '10'; allowed: a duration such as 250ms, 3s, 5m, 1h or 1d
            listen: 2h          | between  | line 3: sources[0].key: found '2h'; allowed: a duration such as 250ms, 3s, 5m, 1h or 1d, from 1s to 1h
            listen: yes         | flag     | line 3: sources[0].key: found 'yes'; allowed: true, false
            listen: lines       | choice   | line 3: sources[0].key: found 'lines'; allowed: line, length4be, octet-count
            listen: xml         | names    | line 3: sources[0].key: found 'xml'; allowed: avro, json
            listen: ftp://a/b   | url      | line 3: sources[0].key: found 'ftp://a/b'; allowed: a URL such as http://127.0.0.1:8080/path
            listen: text        | section  | line 3: sources[0].key: found a value; allowed: keys with values
            listen: [text]      | sections | line 3: sources[0].key[0]: found a value; allowed: keys with values
            listen: {a: [1]}    | text     | line 3: sources[0].key: found keys with values; allowed: text
            listen: "${env:NO}" | text     | line 3: sources[0].key: the environment variable NO is not set
            listen: "${file:x}" | text     | line 3: sources[0].key: the file x cannot be read
            listen: "${NO}"     | text     | line 3: sources[0].key: '${NO}' is neither ${env:NAME} nor ${file:PATH}; write $${ for the characters ${
            listen: "${env:S}"  | number   | line 3: sources[0].key: found '${env:S}'; allowed: a whole number from 1 to 10
            """)
    void mistakeHasLineKeyWhatWasFoundAndWhatIsAllowed(String entry, String question, String message) {
        String yaml = "- name: a\n  " + entry.replace("listen:", "key:") + "\n";
        // When
        List<String> mistakes = mistakes(yaml, Map.of("S", "s3cret"), section -> ask(section, question));

        // Then
        assertThat(mistakes).containsExactly(message);
    }

    @Test
    void unknownKeyIsToldWithTheNearestKnownOne() {
        // Given
        String yaml = "- name: a\n  framming: line\n  zzz: 1\n";

        // When
        List<String> mistakes = mistakes(yaml, Map.of(), section -> {
            section.text("name");
            section.oneOf("framing", Framing.LINE);
            section.done();
        });

        // Then
        assertThat(mistakes)
                .containsExactly(
                        "line 3: sources[0].framming: unknown key, did you mean 'framing'?",
                        "line 4: sources[0].zzz: unknown key; allowed: framing, name");
    }

    @Test
    void keyThatIsThereTwiceIsAMistake() {
        assertThat(mistakes("- name: a\n  topic: t\n  name: b\n", Map.of(), section -> {}))
                .containsExactly("line 4: sources[0].name: found a second time, first in line 2");
    }

    @Test
    void secretIsNeverPrinted() {
        // Given
        String yaml = "- url: \"http://u:${env:S}@host/\"\n  n: 1\n";

        // When
        List<String> mistakes = mistakes(yaml, Map.of("S", "s3cret"), section -> {
            section.mistake("url", section.url("url").toString(), "no user and password");
            assertThat(section.secret("url")).isTrue();
            assertThat(section.secret("n")).isFalse();
            assertThat(section.toString()).isEqualTo("sources[0][url, n]");
        });

        // Then
        assertThat(mistakes)
                .containsExactly(
                        "line 2: sources[0].url: found 'http://u:${env:S}@host/'; allowed: no user and password");
    }

    @Test
    void fileGivesItsTextWithoutTheLastLineEnd() throws Exception {
        Files.writeString(directory.resolve("token"), "abc\n");
        read("- {a: \"x-${file:token}\", b: \"$${env:A}\"}", Map.of(), section -> {
            assertThat(section.text("a")).isEqualTo("x-abc");
            assertThat(section.text("b")).isEqualTo("${env:A}");
            assertThat(section.mistakes()).isZero();
        });
    }

    private static void ask(Section section, String question) {
        switch (question) {
            case "address" -> section.address("key");
            case "number" -> section.number("key", 1, 1, 10);
            case "size" -> section.size("key", 1);
            case "limited" -> section.size("key", 1, 1, 1 << 30);
            case "duration" -> section.duration("key", Duration.ZERO);
            case "between" -> section.duration("key", Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1));
            case "flag" -> section.flag("key", true);
            case "choice" -> section.oneOf("key", Framing.LINE);
            case "names" -> section.oneOf("key", "json", Set.of("json", "avro"));
            case "url" -> section.url("key");
            case "section" -> section.section("key");
            case "sections" -> section.sections("key");
            default -> section.text("key");
        }
    }

    /** The first source's section, read; then every mistake. */
    private List<String> mistakes(String yaml, Map<String, String> environment, Consumer<Section> reading) {
        ConfigFile file = read(yaml, environment, reading);
        ConfigException thrown = catchThrowableOfType(ConfigException.class, file::check);
        return thrown == null
                ? List.of()
                : thrown.mistakes().stream().map(Mistake::toString).toList();
    }

    private ConfigFile read(String yaml, Map<String, String> environment, Consumer<Section> reading) {
        try {
            Path path = Files.writeString(directory.resolve("worker.yml"), "sources:\n" + yaml.indent(2));
            ConfigFile file = ConfigFile.read(path, environment);
            reading.accept(file.sources().get(0));
            return file;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
