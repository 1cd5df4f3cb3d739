package dev.brine.serdes.pickle;

import dev.brine.serdes.internal.BinaryOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The values that are no containers and no times. */
final class TreeScalars {

    private static final long EXACT_DOUBLE = 1L << 53;

    private TreeScalars() {}

    /** None. */
    record Null() implements TreeStep {
        @Override
        public String words() {
            return "None";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value == null;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return value == null;
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (value != null) {
                throw wrongType(value);
            }
        }
    }

    /** bool. */
    record Bool() implements TreeStep {
        @Override
        public String words() {
            return "a bool";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof Boolean;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!(value instanceof Boolean flag)) {
                throw wrongType(value);
            }
            out.writeBoolean(flag);
        }
    }

    /** int of 32 bits. */
    record Int() implements TreeStep {
        @Override
        public String words() {
            return "an int of 32 bits";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof Long number && number.intValue() == number;
        }

        @Override
        public boolean possible(@Nullable Object value) {
            return PickleSets.isInteger(value);
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!(value instanceof Long number) || number.intValue() != number) {
                throw PickleSets.isInteger(value) ? tooLarge(words()) : wrongType(value);
            }
            out.writeInt(number.intValue());
        }
    }

    /** int of 64 bits; a timedelta counts its microseconds where nothing else would take it. */
    record Int64() implements TreeStep {
        @Override
        public String words() {
            return "an int of 64 bits";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof Long;
        }

        @Override
        public boolean possible(@Nullable Object value) {
            return PickleSets.isInteger(value) || value instanceof Duration;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (value instanceof Long number) {
                out.writeLong(number);
            } else if (value instanceof Duration duration) {
                // Python's longest is 10^9 days, which is well within 64 bits of microseconds.
                out.writeLong(duration.getSeconds() * 1_000_000 + duration.getNano() / 1_000);
            } else {
                throw PickleSets.isInteger(value) ? tooLarge(words()) : wrongType(value);
            }
        }
    }

    /** float, or an int that a double holds exactly. */
    record Float64() implements TreeStep {
        @Override
        public String words() {
            return "a float";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof Double || (value instanceof Long number && Math.abs(number) <= EXACT_DOUBLE);
        }

        @Override
        public boolean possible(@Nullable Object value) {
            return value instanceof Double || PickleSets.isInteger(value);
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            out.writeDouble(real(this, value));
        }
    }

    /** float that 32 bits hold, rounded. */
    record Float32() implements TreeStep {
        @Override
        public String words() {
            return "a float within the range of 32 bits";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof Double number
                    ? !overflows(number)
                    : value instanceof Long whole && Math.abs(whole) <= 1 << 24;
        }

        @Override
        public boolean possible(@Nullable Object value) {
            return value instanceof Double || PickleSets.isInteger(value);
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            double number = real(this, value);
            if (overflows(number)) {
                throw tooLarge(words());
            }
            out.writeFloat((float) number);
        }

        private static boolean overflows(double number) {
            return Float.isInfinite((float) number) && !Double.isInfinite(number);
        }
    }

    private static double real(TreeStep step, @Nullable Object value) {
        if (value instanceof Double number) {
            return number;
        }
        if (value instanceof Long number && Math.abs(number) <= EXACT_DOUBLE) {
            return number;
        }
        throw PickleSets.isInteger(value)
                ? new Misfit("pickle.value", "an int that a float cannot hold exactly")
                : step.wrongType(value);
    }

    private static Misfit tooLarge(String words) {
        return new Misfit("pickle.value", "a number out of range, expected " + words);
    }

    /** str; a Decimal or a UUID as its text where nothing else would take it. */
    record Text() implements TreeStep {
        @Override
        public String words() {
            return "a str";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return TextSlice.isText(value) || value instanceof NonFiniteDecimal;
        }

        @Override
        public boolean possible(@Nullable Object value) {
            return natural(value) || value instanceof BigDecimal || value instanceof UUID;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (value instanceof TextSlice slice) {
                slice.write(out);
            } else if (value instanceof String text) {
                out.writeString(text);
            } else if (value != null && possible(value)) {
                out.writeString(value.toString());
            } else {
                throw wrongType(value);
            }
        }
    }

    /** bytes or bytearray. */
    record Bytes() implements TreeStep {
        @Override
        public String words() {
            return "bytes";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof byte[];
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!(value instanceof byte[] bytes)) {
                throw wrongType(value);
            }
            out.writeBytes(bytes);
        }
    }

    /** bytes of one length. */
    record Fixed(int size) implements TreeStep {
        @Override
        public String words() {
            return size + " bytes";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof byte[];
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return value instanceof byte[] bytes && bytes.length == size;
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!(value instanceof byte[] bytes)) {
                throw wrongType(value);
            }
            if (bytes.length != size) {
                throw new Misfit("pickle.value", "expected " + words() + ", found " + bytes.length);
            }
            out.writeFixed(bytes, 0, size);
        }
    }

    /** str that is a symbol, as which a member of a registered enum comes too. */
    record Symbol(Schema schema) implements TreeStep {
        @Override
        public String words() {
            return "a symbol of " + schema.getFullName();
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return TextSlice.plain(value) instanceof String text && schema.hasEnumSymbol(text);
        }

        @Override
        public boolean possible(@Nullable Object value) {
            return TextSlice.isText(value);
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return natural(value);
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!(TextSlice.plain(value) instanceof String text)) {
                throw wrongType(value);
            }
            if (!schema.hasEnumSymbol(text)) {
                throw new Misfit("pickle.value", "expected " + words() + ", which has " + shortened());
            }
            out.writeInt(schema.getEnumOrdinal(text));
        }

        private String shortened() {
            List<String> symbols = schema.getEnumSymbols();
            int shown = Math.min(10, symbols.size());
            String text = String.join(", ", symbols.subList(0, shown));
            return shown < symbols.size() ? text + " and " + (symbols.size() - shown) + " more" : text;
        }
    }

    /** UUID, or a str of its 36 characters. */
    record Uuid(boolean fixed) implements TreeStep {
        @Override
        public String words() {
            return "a UUID or a str such as 6ba7b810-9dad-11d1-80b4-00c04fd430c8";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof UUID || TextSlice.isText(value);
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            return parse(value) != null;
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (!fixed && TextSlice.plain(value) instanceof String text && Digits.isUuid(text)) {
                out.writeString(text);
                return;
            }
            UUID uuid = parse(value);
            if (uuid == null) {
                throw natural(value) ? new Misfit("pickle.value", "a str that is not a uuid") : wrongType(value);
            }
            if (fixed) {
                out.writeBigEndianLong(uuid.getMostSignificantBits());
                out.writeBigEndianLong(uuid.getLeastSignificantBits());
            } else {
                out.writeString(uuid.toString());
            }
        }

        private static @Nullable UUID parse(@Nullable Object value) {
            if (value instanceof UUID uuid) {
                return uuid;
            }
            // The JDK's parser takes groups of fewer digits.
            if (!(TextSlice.plain(value) instanceof String text)
                    || text.length() != 36
                    || text.charAt(8) != '-'
                    || text.charAt(13) != '-'
                    || text.charAt(18) != '-'
                    || text.charAt(23) != '-') {
                return null;
            }
            try {
                return UUID.fromString(text);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    /** Decimal, int, float or a str; never rounded. */
    record Decimal(int size, int precision, int scale) implements TreeStep {

        private static final int LONGEST = PickleLimits.DEFAULT.maxDecimalDigits();

        @Override
        public String words() {
            return "a Decimal with at most " + scale + " digits behind the point and " + (precision - scale)
                    + " before it";
        }

        @Override
        public boolean natural(@Nullable Object value) {
            return value instanceof BigDecimal || TextSlice.isText(value);
        }

        @Override
        public boolean possible(@Nullable Object value) {
            return natural(value) || PickleSets.isInteger(value) || value instanceof Double;
        }

        @Override
        public boolean fits(@Nullable Object value, Walk walk) {
            try {
                return unscaled(value) != null;
            } catch (Misfit e) {
                return false;
            }
        }

        @Override
        public void write(@Nullable Object value, BinaryOutput out, Walk walk) {
            if (size < 0 && TextSlice.plain(value) instanceof String text) {
                long quick = Digits.unscaled(text, precision, scale);
                if (quick != Digits.OTHER) {
                    out.writeUnscaled(quick);
                    return;
                }
            }
            BigInteger unscaled = unscaled(value);
            boolean small = unscaled.bitLength() < 64;
            if (size < 0) {
                if (small) {
                    out.writeUnscaled(unscaled.longValue());
                } else {
                    out.writeUnscaled(unscaled);
                }
            } else if (unscaled.bitLength() >= 8 * size) {
                throw new Misfit("pickle.value", "a decimal that does not fit " + size + " bytes");
            } else {
                out.writeFixedUnscaled(unscaled, size);
            }
        }

        private BigInteger unscaled(@Nullable Object value) {
            BigDecimal number = number(value);
            if (number.scale() == scale && number.precision() <= precision) {
                return number.unscaledValue();
            }
            if (number.signum() == 0) {
                return BigInteger.ZERO;
            }
            BigDecimal shortest = number.stripTrailingZeros();
            // Both before the exponent is written out, because it may say thousands of zeros.
            if (shortest.scale() > scale || (long) shortest.precision() - shortest.scale() > (long) precision - scale) {
                throw new Misfit("pickle.value", "a number with too many digits, expected " + words());
            }
            return shortest.setScale(scale).unscaledValue();
        }

        private BigDecimal number(@Nullable Object value) {
            if (value instanceof BigDecimal decimal) {
                return decimal;
            }
            if (TextSlice.plain(value) instanceof String text) {
                return parse(text);
            }
            if (value instanceof Long number) {
                return BigDecimal.valueOf(number);
            }
            if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
                return BigDecimal.valueOf(number);
            }
            if (value instanceof BigInteger number) {
                return new BigDecimal(number);
            }
            throw wrongType(value);
        }

        private static BigDecimal parse(String text) {
            boolean plain = !text.isEmpty() && text.length() <= LONGEST;
            for (int i = 0; i < text.length() && plain; i++) {
                char c = text.charAt(i);
                // Java takes the digits of every alphabet.
                plain = (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0;
            }
            try {
                if (plain) {
                    return new BigDecimal(text);
                }
            } catch (NumberFormatException e) {
                throw new Misfit("pickle.value", "a str that is not a decimal number");
            }
            throw new Misfit(
                    "pickle.value", "a str that is not a decimal number of at most " + LONGEST + " characters");
        }
    }
}
