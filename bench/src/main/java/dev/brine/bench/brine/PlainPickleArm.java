package dev.brine.bench.brine;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import dev.brine.bench.peer.RazorvineArm;
import dev.brine.serdes.Limits;
import dev.brine.serdes.pickle.PickleOptions;
import dev.brine.serdes.pickle.PickleReader;
import dev.brine.serdes.pickle.PickleWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pickle without a schema, on the very maps that razorvine gets and with Python's own Decimal, as razorvine writes it:
 * what the command line and the gateway do.
 */
public final class PlainPickleArm implements Arm {

    private final PickleWriter writer = new PickleWriter(PickleWriter.DEFAULT_PROTOCOL, true, Limits.DEFAULT);
    private final PickleReader reader = new PickleReader(PickleOptions.DEFAULT);

    private PlainPickleArm() {}

    public static ArmSpec spec() {
        return new ArmSpec(
                "brine-pickle-plain",
                "brine-pickle-plain",
                Set.of(Shape.SMALL, Shape.ORDER, Shape.WIDE),
                Set.of(),
                shape -> new PlainPickleArm());
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return RazorvineArm.plain(sample);
    }

    @Override
    public byte[] encode(Object value) {
        return writer.write(value);
    }

    @Override
    public Object decode(byte[] bytes) {
        return reader.read(bytes);
    }

    @Override
    public Map<String, Object> expected(Map<String, Object> sample) {
        return Models.sample(whole(RazorvineArm.plain(sample)));
    }

    /** All integers as longs, which is what they come back as. */
    private static Object whole(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> copy = new LinkedHashMap<>();
            map.forEach((key, part) -> copy.put(key, whole(part)));
            return copy;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(PlainPickleArm::whole).toList();
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }
}
