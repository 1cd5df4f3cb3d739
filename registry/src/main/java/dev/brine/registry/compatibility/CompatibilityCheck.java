package dev.brine.registry.compatibility;

import dev.brine.registry.Compatibility;
import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.Difference;
import java.util.ArrayList;
import java.util.List;

/**
 * The seven levels, over Avro's own rules and one more about logical types. All differences are found, not the first.
 * The first version of a subject is compatible with every level.
 */
public final class CompatibilityCheck {

    private CompatibilityCheck() {}

    /**
     * Whether {@code candidate} may follow {@code older}.
     *
     * @param older the subject's versions before it, lowest first; a level that is not transitive looks at the last
     */
    public static Compatibility check(CompatibilityLevel level, NamedSchema candidate, List<NamedSchema> older) {
        List<NamedSchema> against =
                level.transitive() || older.isEmpty() ? older : older.subList(older.size() - 1, older.size());
        List<Difference> differences = new ArrayList<>();
        // Newest first: the nearest version is the one whose difference the author has in mind.
        for (int i = against.size() - 1; i >= 0; i--) {
            NamedSchema before = against.get(i);
            if (level.backward()) {
                differences.addAll(canRead(candidate, before, Direction.BACKWARD));
            }
            if (level.forward()) {
                differences.addAll(canRead(before, candidate, Direction.FORWARD));
            }
        }
        return differences.isEmpty() ? new Compatibility.Compatible() : new Compatibility.Broken(level, differences);
    }

    /** Why {@code reader} cannot read what {@code writer} wrote; empty when it can. The reader is taken for the newer. */
    public static List<Difference> canRead(NamedSchema reader, NamedSchema writer) {
        return canRead(reader, writer, Direction.BACKWARD);
    }

    private static List<Difference> canRead(NamedSchema reader, NamedSchema writer, Direction direction) {
        DifferenceFinder finder = new DifferenceFinder(reader.name(), writer.name(), direction);
        finder.compare(reader.schema(), writer.schema(), "");
        return finder.differences();
    }
}
