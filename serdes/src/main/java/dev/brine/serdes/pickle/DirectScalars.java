package dev.brine.serdes.pickle;

import dev.brine.serdes.pickle.TreeTimes.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values that are no containers, of the classes that most are. */
final class DirectScalars {

    /** Of a decimal that is a long without its point. */
    static final int MOST_DIGITS = 18;

    /** Two thousand years before and after 1970, which every unit can count. */
    private static final long SECONDS = 1L << 36;

    private DirectScalars() {}

    static boolean bool(@Nullable Object value, PickleOutput out) {
        if (value instanceof Boolean flag) {
            out.bool(flag);
            return true;
        }
        return false;
    }

    static boolean int32(@Nullable Object value, PickleOutput out) {
        if (value instanceof Integer number) {
            out.integer(number);
            return true;
        }
        return false;
    }

    static boolean int64(@Nullable Object value, PickleOutput out) {
        if (value instanceof Long number) {
            out.integer(number);
            return true;
        }
        return int32(value, out);
    }

    static boolean float32(@Nullable Object value, PickleOutput out) {
        if (value instanceof Float number) {
            out.real(number);
            return true;
        }
        return false;
    }

    static boolean float64(@Nullable Object value, PickleOutput out) {
        if (value instanceof Double number) {
            out.real(number);
            return true;
        }
        return false;
    }

    static boolean text(@Nullable Object value, PickleOutput out) {
        if (value instanceof String text) {
            out.text(text);
            return true;
        }
        return false;
    }

    static boolean bytes(@Nullable Object value, PickleOutput out) {
        if (value instanceof byte[] array) {
            out.bytes(array, 0, array.length);
            return true;
        }
        return false;
    }

    /** @param precision at most {@link #MOST_DIGITS} */
    static boolean decimal(@Nullable Object value, PickleOutput out, int precision, int scale) {
        if (value instanceof BigDecimal decimal && decimal.scale() == scale && decimal.precision() <= precision) {
            DecimalText.write(out, decimal.scaleByPowerOfTen(scale).longValue(), scale);
            return true;
        }
        return false;
    }

    static boolean uuid(@Nullable Object value, PickleOutput out) {
        if (value instanceof UUID uuid) {
            out.text(uuid.toString());
            return true;
        }
        return false;
    }

    static boolean date(@Nullable Object value, PickleOutput out) {
        if (value instanceof LocalDate date && date.toEpochDay() == (int) date.toEpochDay()) {
            PickleScalars.date(out, (int) date.toEpochDay());
            return true;
        }
        return false;
    }

    static boolean timestamp(@Nullable Object value, PickleOutput out, Unit unit) {
        if (value instanceof Instant instant && Math.abs(instant.getEpochSecond()) < SECONDS) {
            long count = instant.getEpochSecond() * unit.perSecond + instant.getNano() / unit.nanos;
            PickleScalars.timestamp(out, count, unit, true, false);
            return true;
        }
        return false;
    }
}
