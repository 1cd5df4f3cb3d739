package dev.brine.gateway.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.config.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds docs/reference/configuration.md against what the code asks the files of docs/examples: a table of keys behind each
 * {@code <!-- keys: PLACE -->}, with default and what is allowed from the code, and a meaning from a person. Run with {@code
 * -Dbrine.reference.write=true} to write the tables anew; meanings stay.
 */
final class ConfigurationReferenceTest {

    private static final Path DOCS = Path.of("../docs").toAbsolutePath().normalize();
    private static final Path PAGE = DOCS.resolve("reference/configuration.md");
    private static final String MARK = "<!-- keys: ";
    private static final String HEAD = "| key | default | takes | meaning |\n|---|---|---|---|\n";

    @TempDir
    private Path directory;

    @Test
    void everyKeyHasItsRowAndItsMeaning() throws IOException {
        // Given
        Map<String, Map<String, Question>> asked = asked();
        String page = Files.readString(PAGE);

        // When
        String whole = withTables(page, asked);
        if (Boolean.getBoolean("brine.reference.write")) {
            Files.writeString(PAGE, whole);
            page = whole;
        }

        // Then
        assertThat(page)
                .as("mvn test -pl gateway -Dtest=ConfigurationReferenceTest -Dbrine.reference.write=true")
                .isEqualTo(whole);
        assertThat(places(page)).containsExactlyInAnyOrderElementsOf(new TreeSet<>(asked.keySet()));
        assertThat(page.lines().filter(line -> line.startsWith("| `") && line.endsWith("|  |")))
                .as("keys without a meaning")
                .isEmpty();
    }

    @Test
    void examplesHaveNoMistakes() throws IOException {
        assertThat(examples())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(read(file).questions()).isNotEmpty());
    }

    private Map<String, Map<String, Question>> asked() throws IOException {
        List<Question> questions = new ArrayList<>();
        for (Path file : examples()) {
            questions.addAll(read(file).questions());
        }
        Map<String, Map<String, Question>> byPlace = new LinkedHashMap<>();
        for (Question question : questions) {
            byPlace.computeIfAbsent(question.place(), key -> new LinkedHashMap<>())
                    .putIfAbsent(question.key(), question);
        }
        return byPlace;
    }

    private ConfigFile read(Path example) throws IOException {
        // Beside nothing else but files for TLS, so that what a path means is seen.
        for (String name : List.of("server.pem", "server-key.pem", "clients.pem")) {
            Files.writeString(directory.resolve(name), "");
        }
        Path copy = directory.resolve(example.getFileName());
        Files.copy(example, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        ConfigFile file = ConfigFile.read(copy, Map.of("WEATHER_KEY", "k", "TOKEN", "t"));
        DaemonPlan plan = DaemonPlan.read(file, DaemonPlan.Face.GATEWAY, Edges.sources(Plugins.none()), Plugins.none());
        assertThat(plan.file()).isSameAs(file);
        return file;
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> places(String page) {
        return page.lines()
                .filter(line -> line.startsWith(MARK))
                .map(line -> line.substring(MARK.length(), line.indexOf(" -->")))
                .map(place -> place.equals("top") ? "" : place)
                .toList();
    }

    private static String withTables(String page, Map<String, Map<String, Question>> asked) {
        List<String> whole = new ArrayList<>();
        List<String> lines = page.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            whole.add(line);
            if (!line.startsWith(MARK)) {
                continue;
            }
            Map<String, String> meanings = new LinkedHashMap<>();
            for (; i + 1 < lines.size() && lines.get(i + 1).startsWith("|"); i++) {
                String[] cells = lines.get(i + 1).split("(?<!\\\\)\\|", -1);
                meanings.put(cells[1].strip().replace("`", ""), cells.length < 5 ? "" : cells[4].strip());
            }
            String place = line.substring(MARK.length(), line.indexOf(" -->"));
            whole.add(table(asked.getOrDefault(place.equals("top") ? "" : place, Map.of()), meanings));
        }
        return String.join("\n", whole) + "\n";
    }

    private static String table(Map<String, Question> questions, Map<String, String> meanings) {
        return HEAD
                + questions.values().stream()
                        .map(question -> "| `" + question.key() + "` | "
                                + (question.otherwise().isEmpty() ? "-" : "`" + question.otherwise() + "`") + " | "
                                + question.allowed() + " | " + meanings.getOrDefault(question.key(), "") + " |")
                        .collect(Collectors.joining("\n"));
    }
}
