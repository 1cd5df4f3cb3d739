package dev.brine.serdes.json;

import dev.brine.serdes.internal.BinaryOutput;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Parses dates and times in ISO 8601. Usual forms are read digit by digit, all others by {@code java.time}. */
final class ParseTimes {

    private ParseTimes() {}

    static void date(JsonSource in, BinaryOutput out) {
        String text = in.text();
        try {
            LocalDate date = text.length() == 10 ? usualDate(text) : null;
            out.writeInt(Math.toIntExact((date != null ? date : LocalDate.parse(text)).toEpochDay()));
        } catch (DateTimeException | ArithmeticException e) {
            throw in.fault("json.value", "a text that is not a date such as 2026-11-20");
        }
    }

    static void time(JsonSource in, TimeUnits unit, BinaryOutput out) {
        long nanos;
        try {
            nanos = LocalTime.parse(in.text()).toNanoOfDay();
        } catch (DateTimeException e) {
            throw in.fault("json.value", "a text that is not a time such as 13:45:00.123");
        }
        if (nanos % unit.nanos != 0) {
            throw tooFine(in, unit);
        }
        out.writeLong(nanos / unit.nanos);
    }

    static void instant(JsonSource in, TimeUnits unit, BinaryOutput out) {
        String text = in.text();
        try {
            LocalDateTime usual = usual(text, text.length() - 1);
            if (usual != null && text.charAt(text.length() - 1) == 'Z') {
                write(in, usual.toEpochSecond(ZoneOffset.UTC), usual.getNano(), unit, out);
            } else {
                OffsetDateTime time = OffsetDateTime.parse(text);
                write(in, time.toEpochSecond(), time.getNano(), unit, out);
            }
        } catch (DateTimeException e) {
            throw in.fault("json.value", "a text that is not a time with zone such as 2026-11-20T13:45:00Z");
        }
    }

    static void local(JsonSource in, TimeUnits unit, BinaryOutput out) {
        String text = in.text();
        try {
            LocalDateTime usual = usual(text, text.length());
            LocalDateTime time = usual != null ? usual : LocalDateTime.parse(text);
            write(in, time.toEpochSecond(ZoneOffset.UTC), time.getNano(), unit, out);
        } catch (DateTimeException e) {
            throw in.fault("json.value", "a text that is not a time without zone such as 2026-11-20T13:45:00");
        }
    }

    private static void write(JsonSource in, long second, int nanos, TimeUnits unit, BinaryOutput out) {
        if (nanos % unit.nanos != 0) {
            throw tooFine(in, unit);
        }
        try {
            out.writeLong(scaled(second, nanos / unit.nanos, unit.perSecond));
        } catch (ArithmeticException e) {
            throw in.fault("json.value", "a time that is too far away for 64 bits");
        }
    }

    /** A negative second is scaled from the one after it, whose product is nearer to zero and does not overflow. */
    private static long scaled(long second, long fraction, long perSecond) {
        if (second < 0 && fraction > 0) {
            return Math.addExact(Math.multiplyExact(second + 1, perSecond), fraction - perSecond);
        }
        return Math.addExact(Math.multiplyExact(second, perSecond), fraction);
    }

    private static Fault tooFine(JsonSource in, TimeUnits unit) {
        return in.fault("json.value", "a time with more than " + unit.digits + " digits behind the second");
    }

    /** {@code 2026-11-20} at the beginning; {@code null} for any other form. */
    private static @Nullable LocalDate usualDate(String text) {
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        if (text.charAt(4) != '-' || text.charAt(7) != '-' || (year | month | day) < 0) {
            return null;
        }
        return LocalDate.of(year, month, day);
    }

    /** {@code 2026-11-20T13:45:00}, with or without a fraction; {@code null} for any other form. */
    private static @Nullable LocalDateTime usual(String text, int length) {
        if (length < 19 || length > 29 || text.charAt(10) != 'T' || text.charAt(13) != ':' || text.charAt(16) != ':') {
            return null;
        }
        LocalDate date = usualDate(text);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        int nanos = 0;
        if (length > 19) {
            nanos = text.charAt(19) == '.' && length > 20 ? digits(text, 20, length) : -1;
            for (int i = length; i < 29 && nanos > 0; i++) {
                nanos *= 10;
            }
        }
        if (date == null || (hour | minute | second | nanos) < 0) {
            return null;
        }
        return LocalDateTime.of(date, LocalTime.of(hour, minute, second, nanos));
    }

    /** The number that the digits say, or -1 if one is none. */
    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
