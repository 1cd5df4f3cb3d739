package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Dates and times: Python's types, or ISO-8601. Nothing is cut: what is finer than the schema's unit is a fault. */
final class TreeTimes {

    private TreeTimes() {}

    /** How finely a schema counts. */
    enum Unit {
        MILLIS(3, 1_000),
        MICROS(6, 1_000_000),
        NANOS(9, 1_000_000_000);

        final int digits;
        final int perSecond;
        final int nanos;

        Unit(int digits, int perSecond) {
            this.digits = digits;
            this.perSecond = perSecond;
            this.nanos = 1_000_000_000 / perSecond;
        }
    }

    /** A value that is one of two things and is checked by making it. */
    private interface Checked extends TreeStep {

        void put(Object value, @Nullable BinaryOutput out);

        @Override
        default boolean fits(@Nullable Object value, Walk walk) {
            try {
                if (value == null || !natural(value)) {
                    return false;
                }
                put(value, null);
                return true;
            } catch (Misfit | DateTimeException | ArithmeticException e) {
                return false;
            }
        }

        @Override
        default void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (value == null || !natural(value)) {
                throw wrongType(value);
            }
            try {
                put(value, out);
            } catch (DateTimeException | ArithmeticException e) {
                throw new Misfit("pickle.value", "a str that is not " + words() + ", or out of range");
            }
        }
    }

    /** date. */
    record Date() implements Checked {
        @Override
        public String words() {
            return "a date such as 2026-11-20";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof LocalDate || TextSlice.isText(value);
        }

        @Override
        public void put(Object value, @Nullable BinaryOutput out) {
            LocalDate date = value instanceof LocalDate typed ? typed : Iso.parseDate(value.toString());
            int days = Math.toIntExact(date.toEpochDay());
            if (out != null) {
                out.writeInt(days);
            }
        }
    }

    /** time-millis and time-micros. */
    record Time(Unit unit) implements Checked {
        @Override
        public String words() {
            return "a time without zone such as 13:45:00.123";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof LocalTime || TextSlice.isText(value);
        }

        @Override
        public void put(Object value, @Nullable BinaryOutput out) {
            LocalTime time = value instanceof LocalTime typed ? typed : Iso.parseTime(value.toString());
            checkFineness(time.getNano(), unit);
            if (out != null) {
                out.writeLong(time.toNanoOfDay() / unit.nanos);
            }
        }
    }

    /** timestamp-millis, -micros and -nanos. */
    record Timestamp(Unit unit) implements Checked {
        @Override
        public String words() {
            return "a datetime with time zone such as 2026-11-20T13:45:00Z";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof OffsetDateTime || TextSlice.isText(value);
        }

        @Override
        public void put(Object value, @Nullable BinaryOutput out) {
            OffsetDateTime time = value instanceof OffsetDateTime typed ? typed : Iso.parseOffset(value.toString());
            putSeconds(time.toEpochSecond(), time.getNano(), unit, out);
        }
    }

    /** local-timestamp-millis, -micros and -nanos. */
    record Local(Unit unit) implements Checked {
        @Override
        public String words() {
            return "a datetime without time zone such as 2026-11-20T13:45:00";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof LocalDateTime || TextSlice.isText(value);
        }

        @Override
        public void put(Object value, @Nullable BinaryOutput out) {
            LocalDateTime time = value instanceof LocalDateTime typed ? typed : Iso.parseLocal(value.toString());
            putSeconds(time.toEpochSecond(ZoneOffset.UTC), time.getNano(), unit, out);
        }
    }

    /** duration: a dict of its parts, or a timedelta that is not negative. */
    record Period() implements Checked {

        private static final String[] PARTS = {"months", "days", "millis"};
        private static final long MOST = 0xffffffffL;

        @Override
        public String words() {
            return "a dict of months, days and millis, or a timedelta that is not negative";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof PickleDict || value instanceof Duration;
        }

        @Override
        public void put(Object value, @Nullable BinaryOutput out) {
            if (value instanceof Duration duration) {
                if (duration.isNegative() || duration.getNano() % 1_000_000 != 0) {
                    throw new Misfit("pickle.value", "a timedelta that is negative or finer than milliseconds");
                }
                put(0, duration.toDays(), duration.minusDays(duration.toDays()).toMillis(), out);
                return;
            }
            PickleDict parts = (PickleDict) value;
            if (parts.size() != PARTS.length) {
                throw new Misfit("pickle.value", "expected " + words());
            }
            put(part(parts, 0), part(parts, 1), part(parts, 2), out);
        }

        private static long part(PickleDict parts, int index) {
            if (parts.get(PARTS[index]) instanceof Long number && number >= 0 && number <= MOST) {
                return number;
            }
            throw new Misfit("pickle.value", "expected an int from 0 to " + MOST).under(PARTS[index]);
        }

        private static void put(long months, long days, long millis, @Nullable BinaryOutput out) {
            if (out != null) {
                out.writeLittleEndianInt(months);
                out.writeLittleEndianInt(days);
                out.writeLittleEndianInt(millis);
            }
        }
    }

    private static void putSeconds(long second, int nanos, Unit unit, @Nullable BinaryOutput out) {
        checkFineness(nanos, unit);
        long value = scaled(second, nanos / unit.nanos, unit.perSecond);
        if (out != null) {
            out.writeLong(value);
        }
    }

    /** A negative second is scaled from the one after it, whose product is nearer to zero and does not overflow. */
    private static long scaled(long second, long fraction, long perSecond) {
        if (second < 0 && fraction > 0) {
            return Math.addExact(Math.multiplyExact(second + 1, perSecond), fraction - perSecond);
        }
        return Math.addExact(Math.multiplyExact(second, perSecond), fraction);
    }

    private static void checkFineness(int nanos, Unit unit) {
        if (nanos % unit.nanos != 0) {
            throw new Misfit(
                    "pickle.value",
                    "a time with more than " + unit.digits + " digits behind the second, which the schema cannot hold;"
                            + " cut it with replace(microsecond=...)");
        }
    }
}
