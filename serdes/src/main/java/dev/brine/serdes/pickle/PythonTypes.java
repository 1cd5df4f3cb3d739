package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the few Python types that typed pickles name: {@code datetime.*}, {@code decimal.Decimal} and
 * {@code uuid.UUID}. A reader that allows these names and nothing else can load them.
 */
final class PythonTypes {

    /** Numbers that {@link PickleOutput#key} is called with here, from 0 up. */
    static final int KEYS = 8;

    private static final int DATE = 0;
    private static final int TIME = 1;
    private static final int DATETIME = 2;
    private static final int TIMEDELTA = 3;
    private static final int TIMEZONE = 4;
    private static final int DECIMAL = 5;
    private static final int UUID_CLASS = 6;
    private static final int UTC = 7;

    private static final byte[] INT = "int".getBytes(UTF_8);

    private PythonTypes() {}

    static void date(PickleOutput out, LocalDate date) {
        name(out, DATE, "datetime", "date");
        checkYear(date);
        if (out.protocol() < 3) {
            out.op(Op.MARK);
            day(out, date);
            out.op(Op.TUPLE);
        } else {
            byte[] state = {
                (byte) (date.getYear() >> 8), (byte) date.getYear(), month(date), (byte) date.getDayOfMonth()
            };
            out.bytes(state, 0, state.length);
            out.op(Op.TUPLE1);
        }
        out.op(Op.REDUCE);
    }

    static void time(PickleOutput out, LocalTime time) {
        time(out, time, null);
    }

    static void time(PickleOutput out, OffsetTime time) {
        time(out, time.toLocalTime(), time.getOffset());
    }

    private static void time(PickleOutput out, LocalTime time, @Nullable ZoneOffset offset) {
        name(out, TIME, "datetime", "time");
        if (out.protocol() < 3) {
            out.op(Op.MARK);
            clock(out, time);
            if (offset != null) {
                zone(out, offset);
            }
            out.op(Op.TUPLE);
        } else {
            byte[] state = new byte[6];
            clock(time, state, 0);
            out.bytes(state, 0, state.length);
            state(out, offset);
        }
        out.op(Op.REDUCE);
    }

    static void dateTime(PickleOutput out, LocalDateTime value) {
        dateTime(out, value, null);
    }

    static void dateTime(PickleOutput out, OffsetDateTime value) {
        dateTime(out, value.toLocalDateTime(), value.getOffset());
    }

    static void dateTime(PickleOutput out, LocalDateTime value, @Nullable ZoneOffset offset) {
        LocalDate date = value.toLocalDate();
        checkYear(date);
        name(out, DATETIME, "datetime", "datetime");
        if (out.protocol() < 3) {
            out.op(Op.MARK);
            day(out, date);
            clock(out, value.toLocalTime());
            if (offset != null) {
                zone(out, offset);
            }
            out.op(Op.TUPLE);
        } else {
            byte[] state = new byte[10];
            state[0] = (byte) (date.getYear() >> 8);
            state[1] = (byte) date.getYear();
            state[2] = month(date);
            state[3] = (byte) date.getDayOfMonth();
            clock(value.toLocalTime(), state, 4);
            out.bytes(state, 0, state.length);
            state(out, offset);
        }
        out.op(Op.REDUCE);
    }

    private static void state(PickleOutput out, @Nullable ZoneOffset offset) {
        if (offset == null) {
            out.op(Op.TUPLE1);
        } else {
            zone(out, offset);
            out.op(Op.TUPLE2);
        }
    }

    private static void zone(PickleOutput out, ZoneOffset offset) {
        boolean utc = offset.getTotalSeconds() == 0;
        if (utc && out.again(UTC)) {
            return;
        }
        name(out, TIMEZONE, "datetime", "timezone");
        duration(out, Duration.ofSeconds(offset.getTotalSeconds()));
        out.op(Op.TUPLE1);
        out.op(Op.REDUCE);
        if (utc) {
            out.define(UTC);
        }
    }

    static void duration(PickleOutput out, Duration value) {
        long days = Math.floorDiv(value.getSeconds(), 86_400L);
        if (value.getNano() % 1_000 != 0 || Math.abs(days) > 999_999_999) {
            throw new Misfit(
                    "range", "a duration that datetime.timedelta cannot hold: microseconds, at most 999999999 days");
        }
        name(out, TIMEDELTA, "datetime", "timedelta");
        out.integer(days);
        out.integer(Math.floorMod(value.getSeconds(), 86_400L));
        out.integer(value.getNano() / 1_000);
        out.op(Op.TUPLE3);
        out.op(Op.REDUCE);
    }

    static void decimal(PickleOutput out, String text) {
        beginDecimal(out);
        out.text(text);
        endDecimal(out);
    }

    /** Everything before a Decimal's text. */
    static void beginDecimal(PickleOutput out) {
        name(out, DECIMAL, "decimal", "Decimal");
    }

    /** Everything behind it. */
    static void endDecimal(PickleOutput out) {
        out.op(Op.TUPLE1);
        out.op(Op.REDUCE);
    }

    static void decimal(PickleOutput out, BigDecimal value) {
        beginDecimal(out);
        if (!DecimalText.write(out, value)) {
            out.text(value.toString());
        }
        endDecimal(out);
    }

    static void uuid(PickleOutput out, UUID value) {
        name(out, UUID_CLASS, "uuid", "UUID");
        out.op(Op.EMPTY_TUPLE);
        out.op(Op.NEWOBJ);
        out.op(Op.EMPTY_DICT);
        out.text(INT, 0, INT.length);
        byte[] digits = new byte[17];
        for (int i = 0; i < 8; i++) {
            digits[1 + i] = (byte) (value.getMostSignificantBits() >> (56 - (i << 3)));
            digits[9 + i] = (byte) (value.getLeastSignificantBits() >> (56 - (i << 3)));
        }
        out.integer(new BigInteger(digits));
        out.op(Op.SETITEM);
        out.op(Op.BUILD);
    }

    /** A class by its name: named in full once, by its memo index later. */
    private static void name(PickleOutput out, int number, String module, String name) {
        if (out.again(number)) {
            return;
        }
        if (out.protocol() >= 4) {
            out.text(module);
            out.text(name);
            out.op(Op.STACK_GLOBAL);
        } else {
            out.op(Op.GLOBAL);
            out.plain(module);
            out.op('\n');
            out.plain(name);
            out.op('\n');
        }
        out.define(number);
    }

    private static void day(PickleOutput out, LocalDate date) {
        out.integer(date.getYear());
        out.integer(date.getMonthValue());
        out.integer(date.getDayOfMonth());
    }

    private static void clock(PickleOutput out, LocalTime time) {
        out.integer(time.getHour());
        out.integer(time.getMinute());
        out.integer(time.getSecond());
        out.integer(micros(time));
    }

    private static void clock(LocalTime time, byte[] into, int at) {
        int micros = micros(time);
        into[at] = (byte) time.getHour();
        into[at + 1] = (byte) time.getMinute();
        into[at + 2] = (byte) time.getSecond();
        into[at + 3] = (byte) (micros >> 16);
        into[at + 4] = (byte) (micros >> 8);
        into[at + 5] = (byte) micros;
    }

    private static int micros(LocalTime time) {
        if (time.getNano() % 1_000 != 0) {
            throw new Misfit("range", "a time with nanoseconds: Python's types hold microseconds");
        }
        return time.getNano() / 1_000;
    }

    private static byte month(LocalDate date) {
        return (byte) date.getMonthValue();
    }

    private static void checkYear(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new Misfit("range", "a date out of Python's years 1 to 9999");
        }
    }
}
