package dev.brine.gateway.poll;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** How long is waited between rounds. */
final class Waits {

    /** A server that wants more is asked after a day all the same. */
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

    private final Duration interval;
    private final Duration jitter;
    private final Duration cap;
    private final DoubleSupplier random;

    /** @param random numbers from 0 up to 1 */
    Waits(PollSettings settings, DoubleSupplier random) {
        this.interval = settings.interval();
        this.jitter = settings.jitter();
        this.cap = settings.backoffCap();
        this.random = random;
    }

    /** After a whole round. */
    Duration usual(Duration least) {
        return longer(interval.plus(some(jitter)), least);
    }

    /** After so many rounds that failed, one behind the other: the interval doubled each time, up to the cap. */
    Duration after(int failures, Duration least) {
        Duration wait = shorter(interval, cap);
        for (int i = 1; i < failures && wait.compareTo(cap) < 0; i++) {
            wait = shorter(wait.multipliedBy(2), cap);
        }
        // Added also to what the server wants, or all its clients would come at that moment.
        return longer(wait, least).plus(some(shorter(jitter, wait)));
    }

    private Duration some(Duration most) {
        return Duration.ofNanos((long) (most.toNanos() * random.getAsDouble()));
    }

    /** Seconds, or a date (RFC 9110, 10.2.3); none if it is neither. */
    static Duration retryAfter(String header, Instant now) {
        String text = header.trim();
        if (text.matches("\\d{1,10}")) {
            return shorter(Duration.ofSeconds(Long.parseLong(text)), LONGEST_RETRY_AFTER);
        }
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
                    .toInstant();
            return shorter(longer(Duration.between(now, at), Duration.ZERO), LONGEST_RETRY_AFTER);
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
