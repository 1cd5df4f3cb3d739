package dev.brine.serdes.avro;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.TimePeriod;
import org.jspecify.annotations.Nullable;

/**
 * A logical type, as far as reading and writing need it.
 *
 * @param perSecond for times and timestamps, how many units a second has; otherwise 0
 * @param precision for decimals, the most digits; otherwise 0
 * @param scale for decimals, the digits behind the point; otherwise 0
 */
record Logical(Kind kind, long perSecond, int precision, int scale) {

    enum Kind {
        DATE(LocalDate.class),
        TIME(LocalTime.class),
        TIMESTAMP(Instant.class),
        LOCAL_TIMESTAMP(LocalDateTime.class),
        DECIMAL(BigDecimal.class),
        BIG_DECIMAL(BigDecimal.class),
        UUID(UUID.class),
        DURATION(TimePeriod.class);

        private final Class<?> type;

        Kind(Class<?> type) {
            this.type = type;
        }
    }

    private static final long MILLIS = 1_000;
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;

    /** The Java type that stands for it. */
    Class<?> type() {
        return kind.type;
    }

    /** The logical type of a schema; null if it has none, or one that is not Avro's. */
    static @Nullable Logical of(Schema schema) {
        LogicalType type = schema.getLogicalType();
        if (type == null) {
            return null;
        }
        if (type instanceof LogicalTypes.Decimal decimal) {
            return new Logical(Kind.DECIMAL, 0, decimal.getPrecision(), decimal.getScale());
        }
        return switch (type.getName()) {
            case "date" -> new Logical(Kind.DATE, 0, 0, 0);
            case "time-millis" -> new Logical(Kind.TIME, MILLIS, 0, 0);
            case "time-micros" -> new Logical(Kind.TIME, MICROS, 0, 0);
            case "timestamp-millis" -> new Logical(Kind.TIMESTAMP, MILLIS, 0, 0);
            case "timestamp-micros" -> new Logical(Kind.TIMESTAMP, MICROS, 0, 0);
            case "timestamp-nanos" -> new Logical(Kind.TIMESTAMP, NANOS, 0, 0);
            case "local-timestamp-millis" -> new Logical(Kind.LOCAL_TIMESTAMP, MILLIS, 0, 0);
            case "local-timestamp-micros" -> new Logical(Kind.LOCAL_TIMESTAMP, MICROS, 0, 0);
            case "local-timestamp-nanos" -> new Logical(Kind.LOCAL_TIMESTAMP, NANOS, 0, 0);
            case "big-decimal" -> new Logical(Kind.BIG_DECIMAL, 0, 0, 0);
            case "uuid" -> new Logical(Kind.UUID, 0, 0, 0);
            case "duration" -> new Logical(Kind.DURATION, 0, 0, 0);
            default -> null;
        };
    }

    /**
     * Whether what was written as {@code writer} keeps its meaning when it is read as {@code reader}. Units may differ,
     * because the object has none; scales may not, because the amount would be another.
     */
    static boolean resolvable(@Nullable Logical writer, @Nullable Logical reader) {
        return writer == null || reader == null || writer.kind == reader.kind && writer.scale == reader.scale;
    }

    /** The logical type to read with: the reader's, in the writer's unit. */
    Logical inUnitOf(@Nullable Logical writer) {
        return writer == null || writer.perSecond == 0 ? this : new Logical(kind, writer.perSecond, precision, scale);
    }
}
