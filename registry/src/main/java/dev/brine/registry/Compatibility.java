package dev.brine.registry;

import java.util.List;

/** The answer to whether a schema may follow the versions before it. */
public sealed interface Compatibility {

    record Compatible() implements Compatibility {}

    record Broken(CompatibilityLevel level, List<Difference> differences) implements Compatibility {
        public Broken {
            differences = List.copyOf(differences);
            if (differences.isEmpty()) {
                throw new IllegalArgumentException("no differences given");
            }
        }
    }
}
