package dev.brine.serdes.avro;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Puts something of another type into an object. */
final class Misfits {

    private static final Schema OTHER_ENUM = Schema.createEnum("Other", null, "rnd", List.of("A", "UNHEARD"));
    private static final Schema OTHER_FIXED = Schema.createFixed("Wrong", null, "rnd", 3);
    private static final Schema OTHER_RECORD = Schema.createRecord("Strange", null, "rnd", false, List.of());

    private static final List<Object> STRANGE = Arrays.asList(
            null,
            "text",
            7,
            1L << 40,
            1.5f,
            -2.5,
            true,
            ByteBuffer.wrap(new byte[] {1, 2}),
            List.of(1),
            Map.of("k", 1),
            new Plain(),
            new BigDecimal("1.234"),
            LocalDate.EPOCH,
            Instant.EPOCH,
            new UUID(1, 2),
            new GenericData.EnumSymbol(OTHER_ENUM, "UNHEARD"),
            new GenericData.Fixed(OTHER_FIXED, new byte[3]),
            new GenericData.Record(OTHER_RECORD));

    /** A class without fields, which is a record without fields. */
    private static final class Plain {}

    private final Random random;

    Misfits(Random random) {
        this.random = random;
    }

    /** The kind of object. */
    static String describe(Object strange) {
        if (strange instanceof List) {
            return "List";
        }
        if (strange instanceof Map) {
            return "Map";
        }
        return strange == null ? "null" : strange.getClass().getSimpleName();
    }

    /** Changes a part of the record, and returns what is there now. */
    Object spoil(GenericRecord record) {
        Schema schema = record.getSchema();
        Schema.Field field =
                schema.getFields().get(random.nextInt(schema.getFields().size()));
        Object part = record.get(field.pos());
        if (part instanceof GenericRecord inner
                && !inner.getSchema().getFields().isEmpty()
                && random.nextInt(4) > 0) {
            return spoil(inner);
        }
        Object strange = STRANGE.get(random.nextInt(STRANGE.size()));
        if (part instanceof List<?> items && !items.isEmpty() && random.nextInt(4) > 0) {
            List<Object> spoiled = new ArrayList<>(items);
            spoiled.set(random.nextInt(items.size()), strange);
            record.put(field.pos(), spoiled);
        } else {
            record.put(field.pos(), strange);
        }
        return strange;
    }
}
