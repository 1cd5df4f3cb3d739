package dev.brine.serdes.pickle;

import dev.brine.serdes.DecodeException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import org.jspecify.annotations.Nullable;

/**
 * Python's date and time types. CPython hands their fields over as 4, 6 or 10 bytes, the highest bit of the month or
 * the hour being {@code fold}; other writers give numbers.
 */
final class PickleTimes {

    private static final int FOLD = 0x80;
    private static final long MAX_DAYS = 999_999_999;

    private final PickleInput in;

    PickleTimes(PickleInput in) {
        this.in = in;
    }

    LocalDate date(PickleList args) {
        byte[] b = bytes(args, 4, 1);
        try {
            if (b != null) {
                return LocalDate.of(year(b[0] << 8 & 0xff00 | b[1] & 0xff), b[2], b[3]);
            }
            checkNumbers(args, 3, 3);
            return LocalDate.of(year(number(args, 0)), number(args, 1), number(args, 2));
        } catch (DateTimeException e) {
            throw impossible("date");
        }
    }

    Object time(PickleList args) {
        byte[] b = bytes(args, 6, 2);
        LocalTime time;
        Zone zone;
        try {
            if (b != null) {
                time = clock(b[0] & 0x7f, b[1], b[2], b, 3);
                zone = zone(args, 1);
            } else {
                checkNumbers(args, 4, 5);
                time = clock(number(args, 0), number(args, 1), number(args, 2), number(args, 3));
                zone = zone(args, 4);
            }
        } catch (DateTimeException e) {
            throw impossible("time");
        }
        if (zone == null) {
            return time;
        }
        if (!zone.rules().isFixedOffset()) {
            throw in.fault(
                    "pickle.value", "a datetime.time whose zone changes its offset, so it has none without a date");
        }
        return OffsetTime.of(time, zone.rules().getOffset(java.time.Instant.EPOCH));
    }

    Object dateTime(PickleList args) {
        byte[] b = bytes(args, 10, 2);
        LocalDateTime local;
        Zone zone;
        boolean fold = false;
        try {
            if (b != null) {
                fold = (b[2] & FOLD) != 0;
                LocalDate day = LocalDate.of(year(b[0] << 8 & 0xff00 | b[1] & 0xff), b[2] & 0x7f, b[3]);
                local = day.atTime(clock(b[4], b[5], b[6], b, 7));
                zone = zone(args, 1);
            } else {
                checkNumbers(args, 7, 8);
                LocalDate day = LocalDate.of(year(number(args, 0)), number(args, 1), number(args, 2));
                local = day.atTime(clock(number(args, 3), number(args, 4), number(args, 5), number(args, 6)));
                zone = zone(args, 7);
            }
        } catch (DateTimeException e) {
            throw impossible("datetime");
        }
        return zone == null ? local : OffsetDateTime.of(local, zone.offset(local, fold));
    }

    Duration timeDelta(PickleList args) {
        if (args.size() != 3) {
            throw in.fault("pickle.call", "datetime.timedelta takes days, seconds and microseconds");
        }
        long days = whole(args.get(0));
        long seconds = whole(args.get(1));
        long micros = whole(args.get(2));
        if (Math.abs(days) > MAX_DAYS || seconds < 0 || seconds >= 86_400 || micros < 0 || micros >= 1_000_000) {
            throw in.fault("pickle.value", "a datetime.timedelta with parts out of their range");
        }
        return Duration.ofSeconds(days * 86_400 + seconds, micros * 1_000);
    }

    Zone timeZone(PickleList args) {
        boolean named = args.size() == 2 && args.get(1) instanceof String;
        Duration offset = args.size() == 1 || named ? PickleCalls.wholeSeconds(args.get(0)) : null;
        if (offset == null || Math.abs(offset.getSeconds()) > 18 * 3600) {
            throw in.fault("pickle.value", "a datetime.timezone must be whole seconds and at most 18 hours off UTC");
        }
        return new Zone(ZoneOffset.ofTotalSeconds((int) offset.getSeconds()).getRules());
    }

    Zone zoneInfo(PickleList args) {
        boolean cached = args.size() == 2 && (args.get(1) instanceof Boolean || args.get(1) instanceof Long);
        if (!cached || !(args.get(0) instanceof String key)) {
            throw in.fault("pickle.call", "zoneinfo.ZoneInfo takes the name of a zone");
        }
        try {
            return new Zone(ZoneRulesProvider.getRules(key, false));
        } catch (ZoneRulesException e) {
            throw in.fault("pickle.value", "a time zone that is not in this JDK's time zone data");
        }
    }

    /** Text whose characters are bytes, as protocols 0 to 2 hold them. */
    static byte[] latin1(String text, PickleInput in) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                throw in.fault("pickle.call", "a text that stands for bytes has a character beyond 255");
            }
            bytes[i] = (byte) c;
        }
        return bytes;
    }

    /** The bytes that come first, or {@code null} if numbers come. */
    private byte @Nullable [] bytes(PickleList args, int length, int mostArguments) {
        if (args.isEmpty() || args.get(0) instanceof Long) {
            return null;
        }
        Object first = args.get(0);
        // A text is what a Python 2 str became, if the options allow it.
        byte[] bytes = first instanceof String text ? latin1(text, in) : first instanceof byte[] b ? b : new byte[0];
        if (bytes.length != length || args.size() > mostArguments) {
            throw in.fault(
                    "pickle.call", "a date or time type takes its " + length + " bytes, and a time zone if it has one");
        }
        return bytes;
    }

    private void checkNumbers(PickleList args, int fewest, int most) {
        if (args.size() < fewest || args.size() > most) {
            throw in.fault("pickle.call", "a date or time type takes bytes, or " + fewest + " numbers");
        }
    }

    private int number(PickleList args, int index) {
        long value = whole(args.get(index));
        if (value < 0 || value > 999_999) {
            throw in.fault("pickle.value", "a part of a date or time out of its range");
        }
        return (int) value;
    }

    private long whole(@Nullable Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw in.fault("pickle.call", "a date or time type with a part that is no integer");
    }

    private @Nullable Zone zone(PickleList args, int index) {
        Object value = args.size() > index ? args.get(index) : null;
        if (value == null || value instanceof Zone) {
            return (Zone) value;
        }
        throw in.fault("pickle.call", "a time zone must be a datetime.timezone or a zoneinfo.ZoneInfo");
    }

    private static LocalTime clock(int hour, int minute, int second, byte[] bytes, int micros) {
        return clock(
                hour,
                minute,
                second,
                (bytes[micros] & 0xff) << 16 | (bytes[micros + 1] & 0xff) << 8 | bytes[micros + 2] & 0xff);
    }

    private static LocalTime clock(int hour, int minute, int second, int micros) {
        if (micros > 999_999) {
            throw new DateTimeException("microseconds of more than a second");
        }
        return LocalTime.of(hour, minute, second, micros * 1_000);
    }

    private static int year(int year) {
        if (year < 1 || year > 9999) {
            throw new DateTimeException("Python has the years 1 to 9999");
        }
        return year;
    }

    private DecodeException impossible(String type) {
        return in.fault("pickle.value", "a datetime." + type + " that cannot be: a part is out of its range");
    }
}
