package dev.brine.serdes.pickle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a value of the tree is called in Python, for messages. */
final class Kinds {

    private Kinds() {}

    static String of(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof PickleList list) {
            return "a " + PickleCalls.lower(list.kind().name());
        }
        if (value instanceof PickleRecord object) {
            return "an object of " + PickleCalls.printable(object.className());
        }
        return value instanceof PickleDict ? "a dict" : scalar(value);
    }

    private static String scalar(Object value) {
        if (TextSlice.isText(value)) {
            return "a str";
        }
        if (value instanceof Boolean) {
            return "a bool";
        }
        if (value instanceof Long || value instanceof BigInteger) {
            return "an int";
        }
        if (value instanceof Double) {
            return "a float";
        }
        if (value instanceof byte[]) {
            return "bytes";
        }
        if (value instanceof BigDecimal || value instanceof NonFiniteDecimal) {
            return "a Decimal";
        }
        if (value instanceof UUID) {
            return "a UUID";
        }
        return time(value);
    }

    private static String time(Object value) {
        if (value instanceof LocalDate) {
            return "a date";
        }
        if (value instanceof LocalTime || value instanceof OffsetTime) {
            return "a time";
        }
        if (value instanceof LocalDateTime) {
            return "a datetime without time zone";
        }
        if (value instanceof OffsetDateTime) {
            return "a datetime with time zone";
        }
        return value instanceof Duration ? "a timedelta" : "something else";
    }
}
