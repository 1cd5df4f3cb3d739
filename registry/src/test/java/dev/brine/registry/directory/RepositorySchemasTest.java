package dev.brine.registry.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.SchemaReference;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.SubjectVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schemas of this repository, with the code that releases them. */
final class RepositorySchemasTest {

    private static final Path SCHEMAS = Path.of("../schemas");

    @Test
    void theyPassTheirOwnCheck() {
        assertThat(SchemaDirectory.at(SCHEMAS).check()).isEmpty();
    }

    @Test
    void releasingThemAgainGivesTheSameLock(@TempDir Path temp) throws IOException {
        // Given
        Set<String> inOrder = Files.readAllLines(SCHEMAS.resolve("schemas.lock")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" ")[3])
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String subject : inOrder) {
            copy(SCHEMAS.resolve(subject), temp.resolve(subject));
        }

        // When
        for (String subject : inOrder) {
            assertThat(SchemaDirectory.at(temp).release(List.of(subject))).isInstanceOf(ReleaseResult.Released.class);
        }

        // Then
        assertThat(temp.resolve("schemas.lock")).hasSameTextualContentAs(SCHEMAS.resolve("schemas.lock"));
    }

    @Test
    void theClassPathServesTheSameAsTheDirectory() {
        // Given
        try (SchemaRegistry directory = SchemaRegistries.open("dir:../schemas", Map.of());
                SchemaRegistry classPath = SchemaRegistries.open("classpath:schemas", Map.of())) {
            // When, Then
            assertThat(classPath.subjects()).isEqualTo(directory.subjects()).contains("orders-value");
            for (String subject : directory.subjects()) {
                assertThat(classPath.versions(subject)).isEqualTo(directory.versions(subject));
            }
            SchemaVersion latest = classPath.latest("orders").orElseThrow();
            assertThat(latest.name()).isEqualTo(new SubjectVersion("orders-value", 3));
            assertThat(latest.schema().references())
                    .containsExactly(new SchemaReference("shop.Money", "shop.Money", 1));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
