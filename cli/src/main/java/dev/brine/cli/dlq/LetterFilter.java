package dev.brine.cli.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.consumer.deadletter.DeadLetter;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant. Everything that is given must hold; of several patterns of one kind, one.
 *
 * @param since earliest time of death, epoch milliseconds
 * @param until first time of death that is too late
 */
record LetterFilter(
        List<Pattern> errorClasses,
        List<Pattern> fromTopics,
        List<Pattern> keys,
        long since,
        long until,
        List<Condition> where) {

    LetterFilter {
        errorClasses = List.copyOf(errorClasses);
        fromTopics = List.copyOf(fromTopics);
        keys = List.copyOf(keys);
        where = List.copyOf(where);
    }

    /** Whether the payload must be read to know. */
    boolean asksPayload() {
        return !where.isEmpty();
    }

    /** Whether what is known without the payload fits. */
    boolean fits(DeadLetter letter) {
        String error = letter.facts().errorClass();
        byte[] key = letter.key();
        return letter.diedAt() >= since
                && letter.diedAt() < until
                && (any(errorClasses, error) || any(errorClasses, simple(error)))
                && any(fromTopics, letter.facts().topic())
                && any(keys, key == null ? null : new String(key, UTF_8));
    }

    /** Whether the payload fits. */
    boolean fits(JsonNode payload) {
        return where.stream().allMatch(condition -> condition.holds(payload));
    }

    /** {@code DecodeException} of {@code dev.brine.serdes.DecodeException}; null of null. */
    static @Nullable String simple(@Nullable String name) {
        return name == null ? null : name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1);
    }

    private static boolean any(List<Pattern> patterns, @Nullable String text) {
        return patterns.isEmpty()
                || (text != null
                        && patterns.stream()
                                .anyMatch(pattern -> pattern.matcher(text).matches()));
    }
}
