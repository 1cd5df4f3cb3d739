package dev.brine.bench.peer;

import dev.brine.bench.Arm;
import dev.brine.bench.ArmSpec;
import dev.brine.bench.Models;
import dev.brine.bench.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.razorvine.pickle.Pickler;
import net.razorvine.pickle.Unpickler;

/**
 * net.razorvine:pickle on maps. It has no instants, and what it does with calendars loses microseconds, so instants and
 * dates are ISO 8601 text here, made before the measurement: this arm does less than its peers.
 */
public final class RazorvineArm implements Arm {

    private final Pickler pickler = new Pickler(false);
    private final Unpickler unpickler = new Unpickler();

    private RazorvineArm() {}

    public static ArmSpec spec() {
        return new ArmSpec(
                "razorvine",
                "razorvine",
                Set.of(Shape.SMALL, Shape.ORDER, Shape.WIDE),
                Set.of(),
                shape -> new RazorvineArm());
    }

    @Override
    public Object value(Map<String, Object> sample) {
        return plain(sample);
    }

    /** A sample without what this library has no form for. */
    public static Object plain(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            map.forEach((key, part) -> copy.put((String) key, plain(part)));
            return copy;
        } else if (value instanceof List<?> list) {
            return list.stream().map(RazorvineArm::plain).toList();
        }
        if (value instanceof Long number && number == number.intValue()) {
            // Python has one kind of integer; it comes back as the smallest of Java's.
            return number.intValue();
        }
        return value instanceof Instant || value instanceof LocalDate ? value.toString() : value;
    }

    @Override
    public byte[] encode(Object value) {
        try {
            return pickler.dumps(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Object decode(byte[] bytes) {
        try {
            return unpickler.loads(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Object> expected(Map<String, Object> sample) {
        return Models.sample(plain(sample));
    }
}
