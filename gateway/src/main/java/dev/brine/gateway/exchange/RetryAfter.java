package dev.brine.gateway.exchange;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header of that name: seconds, or a date. */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /** Not negative, at most a day; empty if it is neither seconds nor a date. */
    public static Optional<Duration> parse(String text, Clock clock) {
        String value = text.strip();
        if (value.matches("[0-9]{1,18}")) {
            return Optional.of(bounded(Duration.ofSeconds(Math.min(Long.parseLong(value), LONGEST.toSeconds()))));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(bounded(Duration.between(clock.instant(), date.toInstant())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration found) {
        if (found.isNegative()) {
            return Duration.ZERO;
        }
        return found.compareTo(LONGEST) > 0 ? LONGEST : found;
    }
}
