package dev.brine.bench;

import dev.brine.bench.peer.AvroArm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Arms are only worth comparing if they do the same: every decoded object equals the sample that it came from, and arms
 * of one format write the same bytes. Checked before anything is measured.
 */
final class Equality {

    private final Shape shape;
    private final List<Map<String, Object>> samples;
    private final List<Map<String, Object>> expected = new ArrayList<>();
    private final Map<String, List<byte[]>> bytesOfFormat = new HashMap<>();

    /** For so many of the shape's samples. */
    Equality(Shape shape, int count) {
        this.shape = shape;
        samples = Samples.of(shape, count);
        // What Avro itself makes of a sample, which differs from it only where versions differ.
        Arm avro = AvroArm.specs().get(0).open().apply(shape);
        for (Map<String, Object> sample : samples) {
            byte[] bytes = avro.encode(avro.value(sample));
            expected.add(Models.sample(avro.decode(bytes)));
            bytesOfFormat
                    .computeIfAbsent(ArmSpec.AVRO, format -> new ArrayList<>())
                    .add(bytes);
        }
    }

    /** Bytes that an object of this shape takes in Avro, on average. */
    double averageBytes() {
        return bytesOfFormat.get(ArmSpec.AVRO).stream()
                .mapToInt(bytes -> bytes.length)
                .average()
                .orElseThrow();
    }

    /** @throws AssertionError naming arm, shape, sample and the first field that differs */
    void check(ArmSpec spec) {
        Arm arm = spec.open().apply(shape);
        List<byte[]> written = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            byte[] bytes = arm.encode(arm.value(samples.get(i)));
            written.add(bytes);
            compare(spec, i, arm.expected(expected.get(i)), Models.sample(arm.decode(bytes)));
        }
        List<byte[]> others = bytesOfFormat.putIfAbsent(spec.format(), written);
        for (int i = 0; others != null && i < samples.size(); i++) {
            int at = Arrays.mismatch(others.get(i), written.get(i));
            if (at >= 0) {
                throw new AssertionError(spec.name() + ", " + shape + ", sample " + i + ": other bytes than others of "
                        + "the format " + spec.format() + " from byte " + at + " on");
            }
        }
    }

    private void compare(ArmSpec spec, int i, Map<String, Object> wanted, Map<String, Object> found) {
        List<String> names = new ArrayList<>(wanted.keySet());
        found.keySet().stream().filter(name -> !wanted.containsKey(name)).forEach(names::add);
        for (String name : names) {
            boolean lost = shape == Shape.EVOLVE && spec.loses().contains(name);
            if (!lost && !Objects.equals(wanted.get(name), found.get(name))) {
                throw new AssertionError(spec.name() + ", " + shape + ", sample " + i + ", " + name + ": wanted "
                        + wanted.get(name) + ", found " + found.get(name));
            }
        }
    }
}
