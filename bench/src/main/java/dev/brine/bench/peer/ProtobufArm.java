package dev.brine.bench.peer;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import dev.brine.bench.avro.Order;
import dev.brine.bench.avro.Small;
import dev.brine.bench.avro.Wide;
import dev.brine.bench.proto.OldOrder;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * protobuf-java between the class that everybody else encodes and bytes: what a program pays whose objects are not
 * protobuf's messages, since those have no instants, dates and decimals.
 */
public final class ProtobufArm implements Arm {

    private final Shape shape;

    private ProtobufArm(Shape shape) {
        this.shape = shape;
    }

    public static ArmSpec spec() {
        return new ArmSpec("protobuf", "protobuf", Set.of(Shape.values()), Set.of(), ProtobufArm::new);
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return shape == Shape.EVOLVE ? old(OldOrder.newBuilder(), sample) : Models.generated(shape.writer(), sample);
    }

    @Override
    public byte[] encode(Object value) {
        MessageLite message =
                switch (shape) {
                    case SMALL -> SmallProto.to((Small) value);
                    case ORDER -> OrderProto.to((Order) value);
                    case WIDE -> WideProto.to((Wide) value);
                    case EVOLVE -> (MessageLite) value;
                };
        return message.toByteArray();
    }

    @Override
    public Object decode(byte[] bytes) {
        try {
            return switch (shape) {
                case SMALL -> SmallProto.from(dev.brine.bench.proto.Small.parseFrom(bytes));
                case ORDER, EVOLVE -> OrderProto.from(dev.brine.bench.proto.Order.parseFrom(bytes));
                case WIDE -> WideProto.from(dev.brine.bench.proto.Wide.parseFrom(bytes));
            };
        } catch (InvalidProtocolBufferException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A message of version 1, which is never measured being made. */
    private static Message old(Message.Builder to, Map<?, ?> sample) {
        sample.forEach((name, value) -> {
            FieldDescriptor field = to.getDescriptorForType().findFieldByName(snake((String) name));
            if (field.isMapField()) {
                ((OldOrder.Builder) to).putAllAttributes(strings((Map<?, ?>) value));
            } else if (field.isRepeated()) {
                ((List<?>) value)
                        .forEach(item ->
                                to.addRepeatedField(field, old(to.newBuilderForField(field), (Map<?, ?>) item)));
            } else {
                to.setField(field, part(to, field, name.equals("updatedAt"), value));
            }
        });
        return to.build();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, String> strings(Map<?, ?> map) {
        return (Map<String, String>) map;
    }

    private static Object part(Message.Builder to, FieldDescriptor field, boolean micros, Object value) {
        if (value instanceof Map<?, ?> map) {
            return old(to.newBuilderForField(field), map);
        } else if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            EnumDescriptor symbols = field.getEnumType();
            return symbols.findValueByName(
                    snake(symbols.getName()).substring(1).toUpperCase(Locale.ROOT) + "_" + value);
        } else if (value instanceof Instant instant) {
            return micros ? Units.micros(instant) : instant.toEpochMilli();
        } else if (value instanceof LocalDate date) {
            return (int) date.toEpochDay();
        } else if (value instanceof BigDecimal decimal) {
            return Units.hundredths(decimal);
        } else if (value instanceof Float number) {
            return number.doubleValue();
        } else if (value instanceof Integer number && field.getJavaType() == FieldDescriptor.JavaType.LONG) {
            return number.longValue();
        }
        return value;
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
