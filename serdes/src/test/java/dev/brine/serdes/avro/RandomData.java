package dev.brine.serdes.avro;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Avro's generic objects at random, with logical types in their underlying values. */
public final class RandomData {

    private final Random random;

    public RandomData(Random random) {
        this.random = random;
    }

    public Object of(Schema schema) {
        return of(schema, 0);
    }

    private Object of(Schema schema, int depth) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case NULL -> null;
            case BOOLEAN -> random.nextBoolean();
            case INT -> logical == null ? number().intValue() : random.nextInt(86_400_000);
            case LONG ->
                logical != null && logical.getName().equals("time-micros")
                        ? (Long) (random.nextInt(86_400) * 1_000_000L + 1)
                        : number();
            case FLOAT -> random.nextInt(10) == 0 ? Float.NaN : (Float) random.nextFloat();
            case DOUBLE -> random.nextInt(10) == 0 ? Double.POSITIVE_INFINITY : (Double) random.nextDouble();
            case STRING -> logical != null ? new UUID(random.nextLong(), random.nextLong()).toString() : text();
            case BYTES ->
                ByteBuffer.wrap(
                        logical == null
                                ? bytes(random.nextInt(20))
                                : logical instanceof LogicalTypes.Decimal
                                        ? decimal(logical).toByteArray()
                                        : bigDecimal());
            case FIXED -> fixed(schema, logical);
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case ARRAY -> {
                List<Object> list = new ArrayList<>();
                for (int i = size(depth); i > 0; i--) {
                    list.add(of(schema.getElementType(), depth + 1));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new HashMap<>();
                for (int i = size(depth); i > 0; i--) {
                    map.put(text(), of(schema.getValueType(), depth + 1));
                }
                yield map;
            }
            case UNION -> union(schema, depth);
            case RECORD -> {
                GenericRecord record = new GenericData.Record(schema);
                for (Schema.Field field : schema.getFields()) {
                    record.put(field.pos(), of(field.schema(), depth + 1));
                }
                yield record;
            }
        };
    }

    private Object union(Schema schema, int depth) {
        List<Schema> branches = schema.getTypes();
        Integer absent = schema.getIndexNamed("null");
        boolean end = depth > 6 && absent != null;
        return of(branches.get(end ? absent : random.nextInt(branches.size())), depth + 1);
    }

    private int size(int depth) {
        return depth > 6 ? 0 : random.nextInt(4);
    }

    private Long number() {
        return random.nextLong() >> random.nextInt(64);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private BigInteger decimal(LogicalType logical) {
        int precision = ((LogicalTypes.Decimal) logical).getPrecision();
        BigInteger digits = new BigInteger(random.nextInt(140), random);
        BigInteger unscaled = digits.mod(BigInteger.TEN.pow(precision));
        return random.nextBoolean() ? unscaled : unscaled.negate();
    }

    /** Avro's bytes in bytes: the digits with their length, and the scale. */
    private byte[] bigDecimal() {
        BigDecimal number = new BigDecimal(new BigInteger(random.nextInt(100), random), random.nextInt(20) - 5);
        ByteBuffer bytes = new Conversions.BigDecimalConversion().toBytes(number, null, LogicalTypes.bigDecimal());
        return Arrays.copyOf(bytes.array(), bytes.remaining());
    }

    private GenericData.Fixed fixed(Schema schema, LogicalType logical) {
        if (!(logical instanceof LogicalTypes.Decimal)) {
            return new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
        }
        byte[] digits = decimal(logical).toByteArray();
        byte[] fixed = new byte[schema.getFixedSize()];
        Arrays.fill(fixed, (byte) (digits[0] < 0 ? -1 : 0));
        System.arraycopy(digits, 0, fixed, fixed.length - digits.length, digits.length);
        return new GenericData.Fixed(schema, fixed);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        int top = random.nextBoolean() ? 0x7f : 0x11000;
        for (int i = random.nextInt(12); i > 0; i--) {
            int point = random.nextInt(top);
            text.appendCodePoint(point >= 0xd800 && point <= 0xdfff ? '?' : point);
        }
        return text.toString();
    }

    /** Objects of either library in one form, so that they can be compared. */
    static Object plain(Object value) {
        if (value instanceof CharSequence || value instanceof GenericData.EnumSymbol) {
            return value.toString();
        }
        if (value instanceof GenericData.Fixed fixed) {
            return ByteBuffer.wrap(fixed.bytes());
        }
        if (value instanceof GenericRecord record) {
            Map<Object, Object> map = new HashMap<>();
            for (Schema.Field field : record.getSchema().getFields()) {
                map.put(field.name(), plain(record.get(field.pos())));
            }
            return map;
        }
        if (value instanceof Map<?, ?> given) {
            Map<Object, Object> map = new HashMap<>();
            given.forEach((key, part) -> map.put(plain(key), plain(part)));
            return map;
        }
        if (value instanceof List<?> given) {
            List<Object> list = new ArrayList<>();
            given.forEach(part -> list.add(plain(part)));
            return list;
        }
        return value;
    }
}
