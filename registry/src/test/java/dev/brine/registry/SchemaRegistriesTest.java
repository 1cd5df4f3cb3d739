package dev.brine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SchemaRegistriesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            topic:_schemas              | cannot read yet
            http://localhost:8081       | cannot read yet
            https://localhost           | cannot read yet
            schemas                     | perhaps dir:schemas is meant
            ftp:schemas                 | no known kind
            ''                          | no known kind
            dir:                        | names no place
            dir:a,classpath:schemas     | chain of several
            """)
    void whatCannotBeOpenedSaysWhatCan(String location, String message) {
        assertThatThrownBy(() -> SchemaRegistries.open(location, Map.of()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(message)
                .hasMessageContaining(location);
    }

    @Test
    void aDirectoryIsWrittenOnlyWhenTheConfigurationSaysSo(@TempDir Path temp) {
        // Given
        String location = "dir:" + temp;

        // When, Then
        try (SchemaRegistry registry = SchemaRegistries.open(location, Map.of())) {
            assertThatThrownBy(() -> registry.register("text-value", "\"string\"", List.of()))
                    .hasMessageContaining("brine.registry.writable")
                    .hasMessageContaining("v1.avsc");
        }
        try (SchemaRegistry registry = SchemaRegistries.open(location, Map.of(SchemaRegistries.WRITABLE, true))) {
            assertThat(registry.register("text-value", "\"string\"", List.of()).version())
                    .isEqualTo(1);
            assertThat(registry.location()).isEqualTo(location);
        }
    }

    @Test
    void theSwitchTakesTrueAndFalseOnly(@TempDir Path temp) {
        assertThatThrownBy(() -> SchemaRegistries.open("dir:" + temp, Map.of(SchemaRegistries.WRITABLE, "yes")))
                .isInstanceOf(RegistryException.class)
                .hasMessage("brine.registry.writable must be true or false, found 'yes'");
        assertThatThrownBy(() -> SchemaRegistries.open("classpath:schemas", Map.of(SchemaRegistries.WRITABLE, "true")))
                .hasMessageContaining("cannot be written");
    }
}
