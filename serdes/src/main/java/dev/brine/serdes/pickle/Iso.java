package dev.brine.serdes.pickle;

import java.nio.charset.StandardCharsets;
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

    /** Characters of a date. */
    static final int DATE = 10;

    /** Characters of a time of day in whole seconds. */
    static final int TIME = 8;

    private static final int[] POWERS = {
        1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
    };

    private Iso() {}

    static String date(LocalDate date) {
        if (!fourDigits(date)) {
            return date.toString();
        }
        byte[] text = new byte[DATE];
        date(date, text, 0);
        return string(text);
    }

    static String time(LocalTime time, int digits) {
        int shown = digits == PYTHON ? time.getNano() == 0 ? 0 : 6 : digits;
        byte[] text = new byte[shown == 0 ? TIME : TIME + 1 + shown];
        time(time, shown, text, 0);
        return string(text);
    }

    static String dateTime(LocalDateTime value, int digits) {
        return date(value.toLocalDate()) + 'T' + time(value.toLocalTime(), digits);
    }

    static String dateTime(OffsetDateTime value) {
        return dateTime(value.toLocalDateTime(), PYTHON) + offset(value.getOffset());
    }

    static String time(OffsetTime value) {
        return time(value.toLocalTime(), PYTHON) + offset(value.getOffset());
    }

    private static String offset(ZoneOffset offset) {
        return offset == ZoneOffset.UTC ? "+00:00" : offset.getId();
    }

    private static String string(byte[] ascii) {
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }

    /** Whether the year is one that ISO-8601 writes without a sign. */
    static boolean fourDigits(LocalDate date) {
        return date.getYear() >= 0 && date.getYear() <= 9999;
    }

    /** A date of a year of four digits, into {@link #DATE} bytes that were reserved. */
    static void date(LocalDate date, int at, PickleOutput out) {
        date(date, out.body(), at);
    }

    /** A time of day with so many digits of its second, into {@link #TIME} bytes, and the point and the digits. */
    static void time(LocalTime time, int digits, int at, PickleOutput out) {
        time(time, digits, out.body(), at);
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

    private static void date(LocalDate date, byte[] into, int at) {
        int year = date.getYear();
        two(year / 100, into, at);
        two(year % 100, into, at + 2);
        into[at + 4] = '-';
        two(date.getMonthValue(), into, at + 5);
        into[at + 7] = '-';
        two(date.getDayOfMonth(), into, at + 8);
    }

    private static void time(LocalTime time, int digits, byte[] into, int at) {
        two(time.getHour(), into, at);
        into[at + 2] = ':';
        two(time.getMinute(), into, at + 3);
        into[at + 5] = ':';
        two(time.getSecond(), into, at + 6);
        if (digits > 0) {
            into[at + TIME] = '.';
            int rest = time.getNano() / POWERS[digits];
            for (int i = digits; i > 0; i--) {
                into[at + TIME + i] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
        }
    }

    private static void two(int value, byte[] into, int at) {
        into[at] = (byte) ('0' + value / 10);
        into[at + 1] = (byte) ('0' + value % 10);
    }

    private static void fraction(int nanos, int digits, StringBuilder text) {
        text.append('.');
        int rest = nanos;
        for (int i = 1; i <= digits; i++) {
            text.append((char) ('0' + rest / POWERS[i]));
            rest %= POWERS[i];
        }
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
