package dev.brine.bench.peer;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.fory.Fory;

/** Fory on the plain class, Java to Java, without references; with its metadata where a version is read as another. */
public final class ForyArm implements Arm {

    private static final String PLAIN = "dev.brine.bench.pojo.";
    private static final List<String> TYPES =
            List.of("Small", "Order", "Address", "LineItem", "Wide", "OrderStatus", "Channel");
    private static final Set<String> OLD = Set.of("Order", "Address", "LineItem", "OrderStatus");

    private final Shape shape;
    private final Fory writer;
    private final Fory reader;

    private ForyArm(Shape shape) {
        this.shape = shape;
        writer = fory(shape == Shape.EVOLVE, shape == Shape.EVOLVE);
        reader = shape == Shape.EVOLVE ? fory(true, false) : writer;
    }

    public static ArmSpec spec() {
        // No renames, no defaults, and no class for what a field or a symbol is not.
        return new ArmSpec(
                "fory",
                "fory",
                Set.of(Shape.values()),
                Set.of("customerName", "status", "tags", "sourceIp"),
                ForyArm::new);
    }

    private static Fory fory(boolean compatible, boolean old) {
        Fory fory = Fory.builder()
                .withXlang(false)
                .withRefTracking(false)
                .withCompatible(compatible)
                .serializeEnumByName(compatible)
                .deserializeUnknownEnumValueAsNull(compatible)
                .requireClassRegistration(true)
                .build();
        int id = 1000;
        for (String type : TYPES) {
            fory.register(type(old && OLD.contains(type) ? PLAIN + "v1." + type : PLAIN + type), id++);
        }
        return fory;
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name, e);
        }
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return Models.plain(shape.plainWriter(), sample);
    }

    @Override
    public byte[] encode(Object value) {
        return writer.serialize(value);
    }

    @Override
    public Object decode(byte[] bytes) {
        return reader.deserialize(bytes);
    }
}
