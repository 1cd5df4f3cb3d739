package dev.brine.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaRegistriesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schemas                     | perhaps dir:schemas is meant
            ftp:schemas                 | no known kind
            ''                          | no known kind
            dir:a,                      | no known kind
            dir:                        | names no place
            http:a                      | http://host:8081
            topic:_schemas              | bootstrap.servers
            http://host?x=1             | more than host
            """)
    void whatCannotBeOpenedSaysWhatIsMeant(String location, String message) {
        assertThatThrownBy(() -> SchemaRegistries.open(location, Map.of()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://me:secret@host", "ftp://me:secret@host", "http://a,me:secret@b", "http://me:se cret@b"})
    void credentialsInALocationAreRefusedAndNotRepeated(String location) {
        assertThatThrownBy(() -> SchemaRegistries.open(location, Map.of()))
                .isInstanceOf(RegistryException.class)
                .satisfies(
                        thrown -> assertThat(Throwables.everythingSaid(thrown)).doesNotContain("cret"));
    }

    @Test
    void commasPartRegistriesAndTheHostsOfOne() {
        assertThat(Location.parse("dir:schemas,topic:_schemas,http://a:8081,b:8081,http://c,dir:x"))
                .containsExactly(
                        new Location("dir", "schemas"),
                        new Location("topic", "_schemas"),
                        new Location("http", "//a:8081,b:8081,http://c"),
                        new Location("dir", "x"));
    }

    @Test
    void aChainGoesOnWithoutTheOneThatIsDown(@TempDir Path temp) {
        // Given
        try (SchemaRegistry directory = SchemaRegistries.open("dir:" + temp, Map.of(SchemaRegistries.WRITABLE, true))) {
            directory.register("text-value", "\"string\"", List.of());
        }
        Map<String, ?> configs = Map.of(SchemaRegistries.TIMEOUT, "200");

        // When
        try (SchemaRegistry chain = SchemaRegistries.open("http://127.0.0.1:1,dir:" + temp, configs)) {
            // Then
            assertThat(chain.byId(1)).isPresent();
            assertThat(chain.location()).isEqualTo("http://127.0.0.1:1,dir:" + temp);
            assertThatThrownBy(() -> chain.byId(2))
                    .isInstanceOf(RegistryUnavailableException.class)
                    .hasMessageContaining("127.0.0.1:1");
        }
    }

    @Test
    void aMisspeltSettingIsRefusedAndOthersAreLeftAlone(@TempDir Path temp) {
        assertThatThrownBy(() -> SchemaRegistries.open("dir:" + temp, Map.of("brine.registry.timout.ms", "5")))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("brine.registry.timout.ms")
                .hasMessageContaining("brine.registry.timeout.ms");
        SchemaRegistries.open("dir:" + temp, Map.of("brine.codec", "x", "linger.ms", 5))
                .close();
    }

    @Test
    void theBoundIsANumberOfMilliseconds() {
        assertThat(SchemaRegistries.timeout(Map.of())).isEqualTo(Duration.ofSeconds(10));
        for (Object wrong : List.of("soon", 0, -1)) {
            assertThatThrownBy(() -> SchemaRegistries.timeout(Map.of(SchemaRegistries.TIMEOUT, wrong)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("brine.registry.timeout.ms");
        }
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
