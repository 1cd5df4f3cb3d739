package dev.brine.cli.records;

import dev.brine.cli.CliException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to begin and where to stop in each partition, in the grammar of rpk's {@code -o}.
 *
 * <pre>
 * start, end        from the beginning, from the present end
 * 47, +3, -3        from offset 47; from the third after the beginning; the last three
 * A:B, A:, :B       from A up to but without B; B may be an offset or end
 * &#64;T, &#64;T:, &#64;:T   from the first record of time T or later; up to but without it
 * &#64;T1:T2          between two times
 * </pre>
 *
 * A time is 13 digits (milliseconds since 1970), 9 or 10 digits (seconds), a day, an ISO-8601 time with its zone, or a
 * duration such as {@code -1h30m} before now. As T2 a duration counts from T1, and {@code end} is the present end.
 *
 * @param from where to begin
 * @param to where to stop, or null to go on
 */
public record OffsetRange(Position from, @Nullable Position to) {

    /** A place in every partition of a topic. */
    public sealed interface Position {

        /** The earliest record there is, or the {@code skip}th after it. */
        record FromStart(long skip) implements Position {}

        /** The present end, or {@code back} records before it. */
        record FromEnd(long back) implements Position {}

        /** An offset, the same number in every partition. */
        record At(long offset) implements Position {}

        /** The first record with this time or a later one, in milliseconds since 1970. */
        record Since(long millis) implements Position {}
    }

    public static final OffsetRange START = new OffsetRange(new Position.FromStart(0), null);

    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

    /**
     * What {@code -o} says.
     *
     * @throws CliException with exit code 2 if it is not of the grammar
     */
    public static OffsetRange option(String text) {
        try {
            return parse(text, Clock.systemUTC());
        } catch (IllegalArgumentException e) {
            throw CliException.usage("-o " + e.getMessage()).causedBy(e);
        }
    }

    /** @throws IllegalArgumentException naming the text and what is allowed */
    public static OffsetRange parse(String text, Clock clock) {
        if (text.startsWith("@")) {
            return times(text, text.substring(1), clock);
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new OffsetRange(position(text, text), null);
        }
        String from = text.substring(0, colon);
        String to = text.substring(colon + 1);
        if (from.isEmpty() && to.isEmpty()) {
            throw bad(text);
        }
        Position begin = from.isEmpty() ? new Position.FromStart(0) : position(text, from);
        Position stop = to.isEmpty() ? null : position(text, to);
        if (stop instanceof Position.FromStart) {
            throw bad(text);
        }
        if (begin instanceof Position.At a && stop instanceof Position.At b && a.offset() > b.offset()) {
            throw new IllegalArgumentException("'" + text + "' ends before it begins");
        }
        return new OffsetRange(begin, stop);
    }

    private static Position position(String whole, String text) {
        return switch (text) {
            case "start" -> new Position.FromStart(0);
            case "end" -> new Position.FromEnd(0);
            default -> {
                if (!text.matches("[+-]?\\d{1,18}")) {
                    throw bad(whole);
                }
                long number = Long.parseLong(text.replaceFirst("^[+-]", ""));
                yield switch (text.charAt(0)) {
                    case '+' -> new Position.FromStart(number);
                    case '-' -> new Position.FromEnd(number);
                    default -> new Position.At(number);
                };
            }
        };
    }

    private static OffsetRange times(String whole, String text, Clock clock) {
        Instant now = clock.instant();
        Instant only = time(text, now);
        if (only != null) {
            return new OffsetRange(since(only), null);
        }
        // A time may hold colons itself, so every colon is tried as the one between two times.
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
            String left = text.substring(0, colon);
            String right = text.substring(colon + 1);
            Instant from = left.isEmpty() ? null : time(left, now);
            if (from == null && !left.isEmpty()) {
                continue;
            }
            Position begin = from == null ? new Position.FromStart(0) : since(from);
            if (right.isEmpty() && from != null) {
                return new OffsetRange(begin, null);
            }
            if (right.equals("end")) {
                return new OffsetRange(begin, new Position.FromEnd(0));
            }
            Instant to = until(right, from, now);
            if (to != null) {
                if (from != null && to.isBefore(from)) {
                    throw new IllegalArgumentException("'" + whole + "' ends before it begins");
                }
                return new OffsetRange(begin, since(to));
            }
        }
        throw bad(whole);
    }

    private static @Nullable Instant until(String text, @Nullable Instant from, Instant now) {
        Duration duration = from == null ? null : duration(text.replaceFirst("^-", ""));
        if (duration != null && from != null) {
            return text.startsWith("-") ? now.minus(duration) : from.plus(duration);
        }
        return time(text, now);
    }

    private static @Nullable Instant time(String text, Instant now) {
        if (text.matches("\\d{13}")) {
            return Instant.ofEpochMilli(Long.parseLong(text));
        }
        if (text.matches("\\d{9,10}")) {
            return Instant.ofEpochSecond(Long.parseLong(text));
        }
        if (text.startsWith("-")) {
            Duration ago = duration(text.substring(1));
            return ago == null ? null : now.minus(ago);
        }
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** {@code 1h30m}, {@code 500ms}; null if it is not one. */
    private static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return null;
        }
        long[] units = {86_400_000, 3_600_000, 60_000, 1_000, 1};
        long millis = 0;
        for (int unit = 0; unit < units.length; unit++) {
            String number = matcher.group(unit + 1);
            if (number != null) {
                if (number.length() > 12) {
                    return null;
                }
                millis = Math.addExact(millis, Math.multiplyExact(Long.parseLong(number), units[unit]));
            }
        }
        return Duration.ofMillis(millis);
    }

    private static Position since(Instant time) {
        return new Position.Since(time.toEpochMilli());
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no range of offsets; allowed are start, end, 47, +3, -3,"
                        + " A:B, :end, @TIME, @TIME:TIME, where TIME is 2026-11-20, 2026-11-20T13:45:00Z, 1795209663819 or -1h");
    }
}
