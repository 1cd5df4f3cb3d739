package dev.brine.bench.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.directory.SchemaDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrownTest {

    @Test
    void whatIsMeasuredIsARegistryInOrder(@TempDir Path directory) throws IOException {
        // Given
        Grown grown = new Grown(3, 4);

        // When
        grown.writeTo(directory);

        // Then
        assertThat(SchemaDirectory.at(directory).check()).isEmpty();
        try (SchemaRegistry registry = SchemaRegistries.open("dir:" + directory, Map.of())) {
            for (int subject = 0; subject < grown.subjects(); subject++) {
                assertThat(registry.versions(grown.subject(subject)))
                        .extracting(version -> version.schema().id())
                        .containsExactly(
                                grown.id(subject, 1), grown.id(subject, 2), grown.id(subject, 3), grown.id(subject, 4));
            }
        }
    }
}
