package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class KeyCacheTest {

    private final KeyCache cache = new KeyCache();

    private static void keep(KeyCache cache, String text, int object) {
        cache.met(text, object);
        cache.met(text, object);
    }

    @Test
    void aKeyIsKeptWhenItIsMetAgain() {
        // When
        cache.met("name", 3);

        // Then
        assertThat(cache.find("name")).isNull();

        // When
        cache.met("name", 3);

        // Then
        KeyCache.Key key = requireNonNull(cache.find(new String("name")));
        assertThat(Arrays.copyOf(key.padded(), key.length())).isEqualTo("name".getBytes(UTF_8));
        assertThat(key.padded()).hasSizeGreaterThanOrEqualTo(32);
        assertThat(cache.object(key)).isEqualTo(3);
    }

    @Test
    void theNextBodyDoesNotHaveIt() {
        // Given
        keep(cache, "name", 3);
        KeyCache.Key key = requireNonNull(cache.find("name"));

        // When
        cache.nextBody(4);

        // Then
        assertThat(cache.find("name")).isSameAs(key);
        assertThat(cache.object(key)).isEqualTo(-1);
        cache.define(key, 0);
        assertThat(cache.object(key)).isZero();
    }

    @Test
    void aKeyOfThisBodyIsNotDrivenOut() {
        // Given: one place, since the hash is the same
        keep(cache, "Aa", 0);

        // When
        keep(cache, "BB", 1);

        // Then
        assertThat(cache.find("Aa")).isNotNull();
        assertThat(cache.find("BB")).isNull();

        // When
        cache.nextBody(2);
        keep(cache, "BB", 0);

        // Then
        assertThat(cache.find("Aa")).isNull();
        assertThat(cache.find("BB")).isNotNull();
    }

    @Test
    void longKeysAreNotKept() {
        // Given
        String longest = "k".repeat(KeyCache.LONGEST);
        String wide = "\uac00".repeat(KeyCache.LONGEST / 3 + 1);

        // When
        keep(cache, longest, 0);
        keep(cache, longest + "k", 1);
        keep(cache, wide, 2);

        // Then
        assertThat(cache.find(longest)).isNotNull();
        assertThat(cache.find(longest + "k")).isNull();
        assertThat(cache.find(wide)).isNull();
    }

    @Test
    void numbersBeginAgainBeforeTheyEnd() {
        // Given
        KeyCache old = new KeyCache((1 << 30) - 3);
        keep(old, "name", 0);

        // When
        old.nextBody(4);

        // Then: a number from before would be above those from now on
        assertThat(old.find("name")).isNull();
        keep(old, "name", 0);
        assertThat(old.object(requireNonNull(old.find("name")))).isZero();
    }
}
