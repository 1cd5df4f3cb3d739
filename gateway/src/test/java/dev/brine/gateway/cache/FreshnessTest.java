package dev.brine.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FreshnessTest {

    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final CacheSettings SETTINGS =
            CacheSettings.DEFAULT.lifetimes(Duration.ofSeconds(30), Duration.ofMinutes(10));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Cache-Control | Age | Expires | fresh for, seconds
                "                                  |   |                               | 30",
                "max-age=60                        |   |                               | 60",
                "max-age=60                        | 50|                               | 10",
                "max-age=60                        | 90|                               | 0",
                "max-age=60, s-maxage=90           |   |                               | 90",
                "S-MaxAge=\"90\"                   |   |                               | 90",
                "max-age=60, max-age=1             |   |                               | 60",
                "max-age=soon                      |   |                               | 0",
                "max-age=-1                        |   |                               | 0",
                "no-cache, max-age=60              |   |                               | 0",
                "max-age=99999999999999999999      |   |                               | 600",
                "ext=\"a, max-age=5\", max-age=60  |   |                               | 60",
                "                                  |   | Sat, 21 Nov 2026 08:01:00 GMT | 60",
                "                                  |   | Sat, 21 Nov 2026 07:00:00 GMT | 0",
                "                                  |   | 0                             | 0",
                "max-age=20                        |   | Sat, 21 Nov 2026 09:00:00 GMT | 20"
            })
    void freshnessIsAsTheAnswerSays(String control, String age, String expires, long seconds) {
        Freshness found = freshness(200, "cache-control", control, "age", age, "expires", expires, "etag", "\"x\"");

        assertThat(found.soft()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(found.storable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "private", "private=\"x\"", "NO-STORE, max-age=60", "max-age=60,private"})
    void whatIsNotForAllIsNeitherKeptNorShared(String control) {
        Freshness found = freshness(200, "cache-control", control);

        assertThat(found.storable()).isFalse();
        assertThat(found.shareable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 301, 404, 410})
    void theseStatusesAreKept(int status) {
        assertThat(freshness(status).storable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 206, 302, 307, 400, 401, 403, 429, 500, 502, 503})
    void othersAreNot(int status) {
        assertThat(freshness(status, "cache-control", "max-age=60").storable()).isFalse();
        assertThat(Freshness.of(status, Origin.of(Map.of()), SETTINGS.forced(), NOW)
                        .storable())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"must-revalidate", "proxy-revalidate", "s-maxage=60", "no-cache", "max-age=0"})
    void theseAreNeverGivenStale(String control) {
        assertThat(freshness(200, "cache-control", control, "etag", "\"x\"").stale())
                .isFalse();
    }

    @Test
    void whatIsNeverFreshAndCannotBeAskedForAgainIsNotKept() {
        assertThat(freshness(200, "cache-control", "no-cache").storable()).isFalse();
        assertThat(freshness(200, "cache-control", "no-cache").shareable()).isTrue();
        assertThat(freshness(200, "cache-control", "no-cache", "etag", "\"x\"").storable())
                .isTrue();
    }

    @Test
    void anAnswerThatVariesWithEverythingIsNotShared() {
        assertThat(freshness(200, "vary", "*").shareable()).isFalse();
        assertThat(freshness(200, "vary", "accept-language").shareable()).isTrue();
    }

    @Test
    void aRouteMayForceALifetimeButNotWhatIsPrivate() {
        // Given
        CacheSettings forced = SETTINGS.forced();

        // Then
        assertThat(forced(forced, "no-store, max-age=0").soft()).isEqualTo(Duration.ofSeconds(30));
        assertThat(forced(forced, "must-revalidate").stale()).isTrue();
        assertThat(forced(forced, "private").storable()).isFalse();
    }

    private static Freshness forced(CacheSettings settings, String control) {
        return Freshness.of(200, Origin.of(Map.of("Cache-Control", List.of(control))), settings, NOW);
    }

    private static Freshness freshness(int status, String... headers) {
        Map<String, List<String>> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i + 1] != null) {
                all.put(headers[i], List.of(headers[i + 1]));
            }
        }
        return Freshness.of(status, Origin.of(all), SETTINGS, NOW);
    }
}
