package dev.brine.serdes.pickle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/**
 * ISO-8601 as Python's {@code isoformat} and our plain JSON write it. By hand, because the JDK's formatters take longer
 * for one timestamp than the whole codec for a record.
 */
final class Iso {

    /** Digits as many as are needed to say it: none, or six. */
    static final int PYTHON = -1;

    private static final int[] POWERS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private Iso() {}

    static String date(LocalDate date) {
        StringBuilder text = new StringBuilder(10);
        date(date, text);
        return text.toString();
    }

    static String time(LocalTime time, int digits) {
        StringBuilder text = new StringBuilder(18);
        time(time, digits, text);
        return text.toString();
    }

    static String dateTime(LocalDateTime value, int digits) {
        StringBuilder text = new StringBuilder(30);
        date(value.toLocalDate(), text);
        time(value.toLocalTime(), digits, text.append('T'));
        return text.toString();
    }

    static String dateTime(OffsetDateTime value) {
        return dateTime(value.toLocalDateTime(), PYTHON) + offset(value.getOffset());
    }

    static String time(OffsetTime value) {
        return time(value.toLocalTime(), PYTHON) + offset(value.getOffset());
    }

    /** An instant in UTC with so many digits of its second. */
    static String instant(long epochSecond, int nano, int digits) {
        return dateTime(LocalDateTime.ofEpochSecond(epochSecond, nano, ZoneOffset.UTC), digits) + 'Z';
    }

    private static String offset(ZoneOffset offset) {
        return offset == ZoneOffset.UTC ? "+00:00" : offset.getId();
    }

    /** Days, hours, minutes and seconds, with one sign before them all. */
    static String duration(Duration duration) {
        if (duration.isNegative()) {
            return '-' + duration(duration.negated());
        }
        long days = duration.toDays();
        int hours = duration.toHoursPart();
        int minutes = duration.toMinutesPart();
        int seconds = duration.toSecondsPart();
        int nanos = duration.getNano();
        StringBuilder text = new StringBuilder("P");
        if (days > 0) {
            text.append(days).append('D');
        }
        if (hours > 0 || minutes > 0 || seconds > 0 || nanos > 0 || days == 0) {
            text.append('T');
            if (hours > 0) {
                text.append(hours).append('H');
            }
            if (minutes > 0) {
                text.append(minutes).append('M');
            }
            if (seconds > 0 || nanos > 0 || text.length() == 2) {
                text.append(seconds);
                if (nanos > 0) {
                    fraction(nanos, nanos % 1_000 == 0 ? 6 : 9, text);
                }
                text.append('S');
            }
        }
        return text.toString();
    }

    private static void date(LocalDate date, StringBuilder text) {
        int year = date.getYear();
        if (year < 0 || year > 9999) {
            text.append(date);
            return;
        }
        two(year / 100, text);
        two(year % 100, text);
        two(date.getMonthValue(), text.append('-'));
        two(date.getDayOfMonth(), text.append('-'));
    }

    private static void time(LocalTime time, int digits, StringBuilder text) {
        two(time.getHour(), text);
        two(time.getMinute(), text.append(':'));
        two(time.getSecond(), text.append(':'));
        int shown = digits == PYTHON ? time.getNano() == 0 ? 0 : 6 : digits;
        if (shown > 0) {
            fraction(time.getNano(), shown, text);
        }
    }

    private static void fraction(int nanos, int digits, StringBuilder text) {
        text.append('.');
        int rest = nanos;
        for (int i = 1; i <= digits; i++) {
            text.append((char) ('0' + rest / POWERS[i]));
            rest %= POWERS[i];
        }
    }

    private static void two(int value, StringBuilder text) {
        text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    /** @throws DateTimeException if the text is no date */
    static LocalDate parseDate(String text) {
        if (text.length() != 10) {
            // Years beyond four digits have a sign, which the JDK knows.
            return LocalDate.parse(text);
        }
        return dateAt(text);
    }

    /** @throws DateTimeException if the text is no time of day */
    static LocalTime parseTime(String text) {
        return timeAt(text, 0, text.length());
    }

    /** @throws DateTimeException if the text is no date and time, or has a zone */
    static LocalDateTime parseLocal(String text) {
        if (signed(text)) {
            return LocalDateTime.parse(text);
        }
        return localAt(text, text.length());
    }

    /** @throws DateTimeException if the text is no date and time with an offset or Z */
    static OffsetDateTime parseOffset(String text) {
        if (signed(text)) {
            return OffsetDateTime.parse(text);
        }
        int length = text.length();
        if (length > 0 && text.charAt(length - 1) == 'Z') {
            return OffsetDateTime.of(localAt(text, length - 1), ZoneOffset.UTC);
        }
        int sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
        // A date has two of these signs, the last of them at index 7.
        if (sign < 16) {
            throw malformed();
        }
        return OffsetDateTime.of(localAt(text, sign), ZoneOffset.of(text.substring(sign)));
    }

    private static boolean signed(String text) {
        return text.startsWith("+") || text.startsWith("-");
    }

    private static LocalDateTime localAt(String text, int to) {
        if (to < 16 || text.charAt(10) != 'T') {
            throw malformed();
        }
        return LocalDateTime.of(dateAt(text), timeAt(text, 11, to));
    }

    private static LocalDate dateAt(String text) {
        if (text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw malformed();
        }
        return LocalDate.of(
                twoAt(text, 0, text.length()) * 100 + twoAt(text, 2, text.length()),
                twoAt(text, 5, text.length()),
                twoAt(text, 8, text.length()));
    }

    private static LocalTime timeAt(String text, int from, int to) {
        int length = to - from;
        if (length < 5 || text.charAt(from + 2) != ':') {
            throw malformed();
        }
        int hour = twoAt(text, from, to);
        int minute = twoAt(text, from + 3, to);
        if (length == 5) {
            return LocalTime.of(hour, minute);
        }
        if (length < 8 || text.charAt(from + 5) != ':') {
            throw malformed();
        }
        return LocalTime.of(hour, minute, twoAt(text, from + 6, to), length == 8 ? 0 : nanos(text, from + 8, to));
    }

    private static int nanos(String text, int from, int to) {
        int digits = to - from - 1;
        if (digits < 1 || digits > 9 || text.charAt(from) != '.') {
            throw malformed();
        }
        int value = 0;
        for (int i = from + 1; i < to; i++) {
            value = value * 10 + digit(text.charAt(i));
        }
        return value * POWERS[digits];
    }

    private static int twoAt(String text, int at, int to) {
        if (at + 2 > to) {
            throw malformed();
        }
        return digit(text.charAt(at)) * 10 + digit(text.charAt(at + 1));
    }

    private static int digit(char c) {
        if (c < '0' || c > '9') {
            throw malformed();
        }
        return c - '0';
    }

    private static DateTimeException malformed() {
        return new DateTimeException("not the ISO-8601 form that is expected");
    }
}
