package dev.brine.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.cache.CacheSettings;
import dev.brine.gateway.config.ConfigException;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.forward.ForwardSettings.Part;
import dev.brine.gateway.forward.ForwardSettings.Publish;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForwardSettingsTest {

    @TempDir
    Path directory;

    @Test
    void theShortestRouteHasTheDefaults() throws IOException {
        // When
        ForwardSettings route = read("{path: /forward/w, upstream: \"http://127.0.0.1:7000\"}", Map.of());

        // Then
        assertThat(route.upstreamCodec()).isEqualTo("json");
        assertThat(route.cache()).isEmpty();
        assertThat(route.upstream().deadline()).isEqualTo(Duration.ofSeconds(10));
        assertThat(route.upstream().maxBody()).isEqualTo(10 << 20);
        assertThat(route.passAuthorization()).isFalse();
        assertThat(route.takes("PATCH")).isTrue();
        assertThat(route.takes("CONNECT")).isFalse();
    }

    @Test
    void everyKeyIsRead() throws IOException {
        // Given
        Files.writeString(directory.resolve("key"), "file-secret\n");

        // When
        ForwardSettings route = read("""
                path: /forward/weather
                upstream: "http://weather:7000/data"
                upstream-codec: pickle
                schema: weather-value
                request-schema: "question-value:v2"
                timeout: 3s
                max-body: 1MiB
                connections: 7
                redirects: 2
                circuit: {failures: 3, pause: 2s}
                headers: {Authorization: "Bearer ${env:TOKEN}"}
                query: {appid: "${file:key}"}
                networks: [172.16.0.0/12]
                methods: [get, POST]
                pass-headers: [X-Tenant]
                pass-authorization: true
                publish: weather
                publish-of: request
                cache: {soft: 5s, hard: 1m, negative: 0s, stale-if-error: false, force: true, max-bytes: 8MiB, max-entry: 64KiB}
                """.replace("\n", "\n  "), Map.of("TOKEN", "env-secret"));

        // Then
        assertThat(route.upstreamCodec()).isEqualTo("pickle");
        assertThat(route.schema()).hasValue("weather-value");
        assertThat(route.requestSchema()).hasValue("question-value:v2");
        assertThat(route.upstream().deadline()).isEqualTo(Duration.ofSeconds(3));
        assertThat(route.upstream().maxBody()).isEqualTo(1 << 20);
        assertThat(route.upstream().connections()).isEqualTo(7);
        assertThat(route.upstream().redirects()).isEqualTo(2);
        assertThat(route.upstream().failures()).isEqualTo(3);
        assertThat(route.upstream().pause()).isEqualTo(Duration.ofSeconds(2));
        assertThat(route.upstream().credentials().parameters()).containsExactly("appid");
        assertThat(route.methods()).isEqualTo(Set.of("GET", "POST"));
        assertThat(route.passHeaders()).containsExactly("X-Tenant");
        assertThat(route.passAuthorization()).isTrue();
        assertThat(route.publish()).hasValue(new Publish("weather", Part.REQUEST));
        assertThat(route.cache())
                .hasValue(new CacheSettings(
                        Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ZERO, false, true, 8L << 20, 64L << 10));
        assertThat(route.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "path: /forward/../x, upstream: 'http://h'                        | path",
                "path: /other/f, upstream: 'http://h'                              | path",
                "path: /forward/f                                                        | upstream",
                "path: /forward/f, upstream: 'ftp://h'                                    | upstream",
                "path: /forward/f, upstream: 'http://h/?key=1'                            | upstream",
                "path: /forward/f, upstream: 'http://h', upstream-codec: xml              | upstream-codec",
                "path: /forward/f, upstream: 'http://h', upstream-codec: avro             | schema",
                "path: /forward/f, upstream: 'http://h', schema: 'a:vx'                   | schema",
                "path: /forward/f, upstream: 'http://h', timeout: 0s                      | timeout",
                "path: /forward/f, upstream: 'http://h', methods: [CONNECT]               | methods",
                "path: /forward/f, upstream: 'http://h', pass-headers: [Host]             | pass-headers",
                "path: /forward/f, upstream: 'http://h', pass-headers: [Authorization]    | pass-headers",
                "path: /forward/f, upstream: 'http://h', headers: {Host: evil}            | headers",
                "path: /forward/f, upstream: 'http://h', networks: [everything]           | networks",
                "path: /forward/f, upstream: 'http://h', cache: {soft: 1m, hard: 1s}      | hard",
                "path: /forward/f, upstream: 'http://h', cache: {sofft: 1m}               | sofft",
                "path: /forward/f, upstream: 'http://h', upstrem-codec: json              | upstrem-codec"
            })
    void aMistakeNamesItsKey(String yaml, String key) {
        assertThatThrownBy(() -> read("{" + yaml.strip() + "}", Map.of()))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.mistakes())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("line 2")
                        .contains(key));
    }

    private ForwardSettings read(String yaml, Map<String, String> environment) throws IOException {
        Path path = Files.writeString(directory.resolve("gateway.yml"), "forward:\n- " + yaml + "\n");
        ConfigFile file = ConfigFile.read(path, environment);
        List<ForwardSettings> routes =
                file.forward().stream().map(ForwardSettings::from).toList();
        file.check();
        return routes.get(0);
    }
}
