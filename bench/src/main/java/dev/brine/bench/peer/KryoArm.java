package dev.brine.bench.peer;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import dev.brine.bench.pojo.Address;
import dev.brine.bench.pojo.Channel;
import dev.brine.bench.pojo.LineItem;
import dev.brine.bench.pojo.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Kryo on the plain class, classes registered, without references. Its usual serializer reads no other version. */
public final class KryoArm implements Arm {

    private final Shape shape;
    private final Kryo kryo = new Kryo();
    private final Output output = new Output(1024, -1);
    private final Input input = new Input();

    private KryoArm(Shape shape) {
        this.shape = shape;
        kryo.setReferences(false);
        kryo.setRegistrationRequired(true);
        kryo.register(shape.plain());
        for (Class<?> type : new Class<?>[] {
            Address.class,
            LineItem.class,
            OrderStatus.class,
            Channel.class,
            ArrayList.class,
            LinkedHashMap.class,
            BigDecimal.class,
            Instant.class,
            LocalDate.class
        }) {
            kryo.register(type);
        }
    }

    public static ArmSpec spec() {
        return new ArmSpec("kryo", "kryo", Set.of(Shape.SMALL, Shape.ORDER, Shape.WIDE), Set.of(), KryoArm::new);
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return Models.plain(shape.plain(), sample);
    }

    @Override
    public byte[] encode(Object value) {
        output.reset();
        kryo.writeObject(output, value);
        return output.toBytes();
    }

    @Override
    public Object decode(byte[] bytes) {
        input.setBuffer(bytes);
        return kryo.readObject(input, shape.plain());
    }
}
