package dev.brine.serdes.avro;

import dev.brine.serdes.internal.BinaryOutput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.util.TimePeriod;
import org.jspecify.annotations.Nullable;

/** Writes the Java object that a logical type stands for, or else what its underlying type takes. */
abstract sealed class LogicalWrite extends WriteStep {

    private static final long NANOS = 1_000_000_000;

    final Schema schema;
    /** For values that are already in the underlying type. */
    final ScalarWrite plain;

    LogicalWrite(Schema schema, ScalarWrite plain) {
        this.schema = schema;
        this.plain = plain;
    }

    /** Whether the value is the natural object, and would be written without a change. */
    abstract boolean isNatural(@Nullable Object value);

    /** Whether an object of that class can be converted. */
    abstract boolean converts(Class<?> type);

    final boolean takes(Class<?> type) {
        return converts(type) || plain.takes(type);
    }

    @Override
    Fit fit(@Nullable Object value) {
        Fit underlying = plain.fit(value);
        if (underlying == Fit.EXACT || isNatural(value)) {
            return Fit.EXACT;
        }
        return underlying == Fit.LOOSE || value != null && converts(value.getClass()) ? Fit.LOOSE : Fit.NOT;
    }

    @Override
    void writeInt(BinaryOutput out, int value) {
        plain.writeInt(out, value);
    }

    @Override
    void writeLong(BinaryOutput out, long value) {
        plain.writeLong(out, value);
    }

    /** What is no natural object goes the way of the underlying type, whose complaint then names this schema. */
    final void writePlain(BinaryOutput out, @Nullable Object value) {
        plain.write(out, value);
    }

    static final class Date extends LogicalWrite {
        Date(Schema schema, ScalarWrite plain) {
            super(schema, plain);
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            return value instanceof LocalDate;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, LocalDate.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof LocalDate date) {
                plain.writeLong(out, date.toEpochDay());
            } else {
                writePlain(out, value);
            }
        }
    }

    static final class Time extends LogicalWrite {
        final long perSecond;

        Time(Schema schema, ScalarWrite plain, long perSecond) {
            super(schema, plain);
            this.perSecond = perSecond;
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            // In a union of both units the one that cuts nothing off is meant.
            return value instanceof LocalTime time && time.getNano() % (NANOS / perSecond) == 0;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, LocalTime.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof LocalTime time) {
                plain.writeLong(out, time.toNanoOfDay() / (NANOS / perSecond));
            } else if (value instanceof Number number && plain.fit(value) != Fit.NOT) {
                writeLong(out, number.longValue());
            } else {
                writePlain(out, value);
            }
        }

        @Override
        void writeInt(BinaryOutput out, int value) {
            writeLong(out, value);
        }

        @Override
        void writeLong(BinaryOutput out, long value) {
            if (value < 0 || value >= 86_400 * perSecond) {
                throw new Misfit("found a number that is no time of a day, expected " + Describe.schema(schema));
            }
            plain.writeLong(out, value);
        }
    }

    /** An instant, cut to the unit of the schema, as every clock is. */
    static final class Timestamp extends LogicalWrite {
        final long perSecond;

        Timestamp(Schema schema, ScalarWrite plain, long perSecond) {
            super(schema, plain);
            this.perSecond = perSecond;
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            return value instanceof Instant;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, Instant.class)
                    || ScalarWrite.overlaps(type, OffsetDateTime.class)
                    || ScalarWrite.overlaps(type, ZonedDateTime.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof Instant instant) {
                plain.writeLong(out, unitsOf(instant, perSecond));
            } else if (value instanceof OffsetDateTime time) {
                plain.writeLong(out, units(time.toEpochSecond(), time.getNano(), perSecond));
            } else if (value instanceof ZonedDateTime time) {
                plain.writeLong(out, units(time.toEpochSecond(), time.getNano(), perSecond));
            } else {
                writePlain(out, value);
            }
        }
    }

    static final class LocalTimestamp extends LogicalWrite {
        final long perSecond;

        LocalTimestamp(Schema schema, ScalarWrite plain, long perSecond) {
            super(schema, plain);
            this.perSecond = perSecond;
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            return value instanceof LocalDateTime;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, LocalDateTime.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof LocalDateTime time) {
                plain.writeLong(out, units(time.toEpochSecond(ZoneOffset.UTC), time.getNano(), perSecond));
            } else {
                writePlain(out, value);
            }
        }
    }

    static long unitsOf(Instant instant, long perSecond) {
        return units(instant.getEpochSecond(), instant.getNano(), perSecond);
    }

    private static long units(long seconds, int nanos, long perSecond) {
        long fraction = nanos / (NANOS / perSecond);
        if (seconds >> 32 == 0) {
            // Up to the year 2106 even nanoseconds are within a long.
            return seconds * perSecond + fraction;
        }
        long high = Math.multiplyHigh(seconds, perSecond);
        long low = seconds * perSecond;
        long units = low + fraction;
        // Near the lowest long the product alone may be beyond it where the sum is not.
        boolean fits = high == low >> 63 ? units >= low : high == -1 && low >= 0 && units < 0;
        if (!fits) {
            throw new Misfit("found a time beyond what 64 bits of its unit can say");
        }
        return units;
    }

    static final class Decimal extends LogicalWrite {
        final int precision;
        final int scale;
        /** Length of the fixed; -1 for bytes. */
        final int size;

        Decimal(Schema schema, ScalarWrite plain, int precision, int scale) {
            super(schema, plain);
            this.precision = precision;
            this.scale = scale;
            this.size = Leaves.size(schema);
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            // In a union of two decimals the one of the same scale is meant.
            return value instanceof BigDecimal decimal && decimal.scale() == scale;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, BigDecimal.class)
                    || ScalarWrite.overlaps(type, BigInteger.class)
                    || ScalarWrite.overlaps(type, Long.class)
                    || ScalarWrite.overlaps(type, Integer.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (value instanceof BigDecimal decimal) {
                writeDecimal(out, decimal);
            } else if (value instanceof BigInteger whole) {
                writeDecimal(out, new BigDecimal(whole));
            } else if (value instanceof Long || value instanceof Integer) {
                writeDecimal(out, BigDecimal.valueOf(((Number) value).longValue()));
            } else {
                checkDigits(value);
                writePlain(out, value);
            }
        }

        @Override
        void writeInt(BinaryOutput out, int value) {
            writeDecimal(out, BigDecimal.valueOf(value));
        }

        @Override
        void writeLong(BinaryOutput out, long value) {
            writeDecimal(out, BigDecimal.valueOf(value));
        }

        /** Digits that are already bytes must not be more than a reader will take. */
        private void checkDigits(@Nullable Object value) {
            byte[] digits = ScalarWrite.copy(value);
            if (digits != null
                    && (digits.length == 0
                            || new BigInteger(digits).abs().compareTo(BigInteger.TEN.pow(precision)) >= 0)) {
                throw tooLong();
            }
        }

        private void writeDecimal(BinaryOutput out, BigDecimal given) {
            BigDecimal decimal = given;
            if (given.scale() != scale) {
                // Compared first because a number such as 1E1000000000 must not be written out.
                long digits = (long) given.precision() - given.scale() + scale;
                if (digits > precision && given.signum() != 0) {
                    throw tooLong();
                }
                try {
                    decimal = given.setScale(scale, RoundingMode.UNNECESSARY);
                } catch (ArithmeticException e) {
                    throw new Misfit("found digits beyond the scale of " + scale + " of " + Describe.schema(schema)
                            + "; round it before");
                }
            }
            if (decimal.precision() > precision) {
                throw tooLong();
            }
            if (precision <= 18) {
                // Not by its unscaled value, which would be made into a BigInteger first.
                writeShort(out, decimal.scaleByPowerOfTen(scale).longValue());
            } else {
                writeLong(out, decimal.unscaledValue());
            }
        }

        private void writeShort(BinaryOutput out, long unscaled) {
            if (size < 0) {
                out.writeUnscaled(unscaled);
            } else if (BinaryOutput.unscaledBytes(unscaled) <= size) {
                out.writeFixedUnscaled(unscaled, size);
            } else {
                throw tooLong();
            }
        }

        private void writeLong(BinaryOutput out, BigInteger unscaled) {
            if (size < 0) {
                out.writeUnscaled(unscaled);
            } else if (unscaled.bitLength() / 8 < size) {
                out.writeFixedUnscaled(unscaled, size);
            } else {
                throw tooLong();
            }
        }

        private Misfit tooLong() {
            return new Misfit("found a decimal of more than the " + precision + " digits, " + scale
                    + " of them behind the point, of " + Describe.schema(schema));
        }
    }

    static final class BigDecimals extends LogicalWrite {
        BigDecimals(Schema schema, ScalarWrite plain) {
            super(schema, plain);
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            return value instanceof BigDecimal;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, BigDecimal.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (!(value instanceof BigDecimal decimal)) {
                writePlain(out, value);
                return;
            }
            byte[] digits = decimal.unscaledValue().toByteArray();
            out.writeLength(digits.length + varintBytes(digits.length) + varintBytes(decimal.scale()));
            out.writeBytes(digits);
            out.writeInt(decimal.scale());
        }

        private static int varintBytes(int value) {
            int zigzag = value << 1 ^ value >> 31;
            return zigzag == 0 ? 1 : (38 - Integer.numberOfLeadingZeros(zigzag)) / 7;
        }
    }

    static final class Uuid extends LogicalWrite {
        final boolean text;

        Uuid(Schema schema, ScalarWrite plain) {
            super(schema, plain);
            this.text = schema.getType() == Schema.Type.STRING;
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            return value instanceof UUID;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, UUID.class) || ScalarWrite.overlaps(type, CharSequence.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            UUID uuid;
            if (value instanceof UUID given) {
                uuid = given;
            } else if (value instanceof CharSequence given) {
                uuid = Uuids.parse(given);
                if (uuid == null) {
                    throw new Misfit("found a text that is no uuid, expected 36 characters");
                }
            } else {
                writePlain(out, value);
                return;
            }
            if (text) {
                out.writeLength(Uuids.LENGTH);
                int at = out.reserve(Uuids.LENGTH);
                Uuids.format(uuid, out.array(), at);
            } else {
                out.writeBigEndianLong(uuid.getMostSignificantBits());
                out.writeBigEndianLong(uuid.getLeastSignificantBits());
            }
        }
    }

    static final class Duration extends LogicalWrite {
        Duration(Schema schema, ScalarWrite plain) {
            super(schema, plain);
        }

        @Override
        boolean isNatural(@Nullable Object value) {
            return value instanceof TimePeriod;
        }

        @Override
        boolean converts(Class<?> type) {
            return ScalarWrite.overlaps(type, TimePeriod.class)
                    || ScalarWrite.overlaps(type, java.time.Duration.class)
                    || ScalarWrite.overlaps(type, java.time.Period.class);
        }

        @Override
        void write(BinaryOutput out, @Nullable Object value) {
            if (!(value instanceof java.time.temporal.TemporalAmount amount)) {
                writePlain(out, value);
                return;
            }
            TimePeriod period;
            try {
                period = TimePeriod.from(amount);
            } catch (java.time.DateTimeException | ArithmeticException e) {
                throw new Misfit(
                        "found an amount of time that is no number of months, days and milliseconds, each 0 to "
                                + 0xffffffffL);
            }
            out.writeLittleEndianInt(period.getMonths());
            out.writeLittleEndianInt(period.getDays());
            out.writeLittleEndianInt(period.getMillis());
        }
    }
}
