package dev.brine.serdes.avro;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.internal.BinaryInput;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.avro.util.TimePeriod;

/** Reads the Java object that a logical type stands for. */
abstract sealed class LogicalRead extends ReadStep {

    private static final String RULE = "logical-type";
    private static final long NANOS = 1_000_000_000;

    static final class Date extends LogicalRead {
        @Override
        Object read(BinaryInput in) {
            return LocalDate.ofEpochDay(in.readInt());
        }
    }

    /** A long, whichever of the two the writer wrote. */
    abstract static sealed class Units extends LogicalRead {
        final boolean fromInt;
        final long perSecond;

        Units(boolean fromInt, long perSecond) {
            this.fromInt = fromInt;
            this.perSecond = perSecond;
        }

        final long units(BinaryInput in) {
            return fromInt ? in.readInt() : in.readLong();
        }
    }

    static Object instant(long units, long perSecond) {
        return Instant.ofEpochSecond(Math.floorDiv(units, perSecond), nanos(units, perSecond));
    }

    static Object dateTime(long units, long perSecond) {
        long seconds = Math.floorDiv(units, perSecond);
        return LocalDateTime.ofEpochSecond(seconds, nanos(units, perSecond), ZoneOffset.UTC);
    }

    private static int nanos(long units, long perSecond) {
        return (int) (Math.floorMod(units, perSecond) * (NANOS / perSecond));
    }

    static final class Time extends Units {
        Time(boolean fromInt, long perSecond) {
            super(fromInt, perSecond);
        }

        @Override
        Object read(BinaryInput in) {
            long units = units(in);
            if (units < 0 || units >= 86_400 * perSecond) {
                throw in.faultBefore(RULE, "a time that no day has");
            }
            return LocalTime.ofNanoOfDay(units * (NANOS / perSecond));
        }
    }

    static final class Timestamp extends Units {
        Timestamp(boolean fromInt, long perSecond) {
            super(fromInt, perSecond);
        }

        @Override
        Object read(BinaryInput in) {
            return instant(units(in), perSecond);
        }
    }

    static final class LocalTimestamp extends Units {
        LocalTimestamp(boolean fromInt, long perSecond) {
            super(fromInt, perSecond);
        }

        @Override
        Object read(BinaryInput in) {
            return dateTime(units(in), perSecond);
        }
    }

    static final class Decimal extends LogicalRead {
        final int precision;
        final int scale;
        /** Length of the fixed; -1 for bytes. */
        final int size;

        private final BigInteger bound;
        private final long shortBound;

        Decimal(int precision, int scale, int size) {
            this.precision = precision;
            this.scale = scale;
            this.size = size;
            this.bound = BigInteger.TEN.pow(precision);
            this.shortBound = precision > 18 ? Long.MAX_VALUE : bound.longValue();
        }

        @Override
        Object read(BinaryInput in) {
            int length = size < 0 ? in.readLength() : size;
            if (length <= 8) {
                long unscaled = in.readUnscaled(length);
                // Of a number with fewer bits than a long, the negation fits.
                if (precision <= 18 && (unscaled >= shortBound || unscaled <= -shortBound)) {
                    throw tooLong(in);
                }
                return BigDecimal.valueOf(unscaled, scale);
            }
            BigInteger unscaled = in.readBigUnscaled(length);
            if (unscaled.abs().compareTo(bound) >= 0) {
                throw tooLong(in);
            }
            return new BigDecimal(unscaled, scale);
        }

        private DecodeException tooLong(BinaryInput in) {
            return in.faultBefore(RULE, "a decimal of more than " + precision + " digits");
        }
    }

    /** Bytes that hold the unscaled bytes and their scale. */
    static final class BigDecimals extends LogicalRead {
        @Override
        Object read(BinaryInput in) {
            int end = in.readLength() + in.index();
            int length = in.readLength();
            if (in.index() + length > end) {
                throw in.fault(RULE, "a big decimal whose digits are longer than itself");
            }
            BigInteger unscaled = in.readBigUnscaled(length);
            int scale = in.readInt();
            if (in.index() != end) {
                throw in.faultBefore(RULE, "a big decimal of another length than it says");
            }
            return new BigDecimal(unscaled, scale);
        }
    }

    static final class UuidText extends LogicalRead {
        @Override
        Object read(BinaryInput in) {
            int length = in.readLength();
            UUID uuid = Uuids.parse(in.array(), in.index(), length);
            if (uuid == null) {
                throw in.fault(RULE, "a uuid must be 36 characters, as 123e4567-e89b-12d3-a456-426614174000");
            }
            in.advance(length);
            return uuid;
        }
    }

    static final class UuidFixed extends LogicalRead {
        @Override
        Object read(BinaryInput in) {
            return new UUID(in.readBigEndianLong(), in.readBigEndianLong());
        }
    }

    static final class Duration extends LogicalRead {
        @Override
        Object read(BinaryInput in) {
            return TimePeriod.of(in.readLittleEndianInt(), in.readLittleEndianInt(), in.readLittleEndianInt());
        }
    }
}
