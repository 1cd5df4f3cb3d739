package dev.brine.bench;

import java.util.Set;
import java.util.function.Function;

/**
 * An arm by name.
 *
 * @param name as in the table and after {@code --arms}
 * @param format arms of the same format write equal bytes, whatever object they are given
 * @param shapes what it can do
 * @param loses fields that do not survive the evolution from version 1 to 3 in this format
 * @param open makes the arm for a shape
 */
public record ArmSpec(String name, String format, Set<Shape> shapes, Set<String> loses, Function<Shape, Arm> open) {

    public static final String AVRO = "avro";

    public ArmSpec {
        shapes = Set.copyOf(shapes);
        loses = Set.copyOf(loses);
    }

    public static ArmSpec avro(String name, Function<Shape, Arm> open) {
        return new ArmSpec(name, AVRO, Set.of(Shape.values()), Set.of(), open);
    }
}
