package dev.brine.serdes;

import dev.brine.serdes.internal.Nearest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;

/** Picks our properties out of a client's: those of one side, key or value, and those of both. */
final class SideProperties {

    private static final String OURS = "brine.";
    private static final String KEY = "brine.key.";
    private static final String VALUE = "brine.value.";

    /** Belong to the registry that is opened, which looks at them itself. */
    private static final String REGISTRY = "brine.registry.";

    private SideProperties() {}

    /** @throws ConfigException if one begins as ours do and is not in {@code known}, with the nearest that is */
    static Map<String, Object> of(Map<String, ?> properties, boolean key, Set<String> known) {
        Map<String, Object> both = new HashMap<>();
        Map<String, Object> side = new HashMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(KEY)) {
                take(name, KEY, value, key ? side : new HashMap<>(), known);
            } else if (name.startsWith(VALUE)) {
                take(name, VALUE, value, key ? new HashMap<>() : side, known);
            } else if (name.startsWith(OURS) && !name.startsWith(REGISTRY)) {
                take(name, OURS, value, both, known);
            }
        });
        both.putAll(side);
        return both;
    }

    private static void take(String name, String prefix, Object value, Map<String, Object> into, Set<String> known) {
        String plain = OURS + name.substring(prefix.length());
        if (!known.contains(plain)) {
            String nearest = Nearest.of(plain, known);
            throw new ConfigException("unknown property " + name + "; did you mean " + prefix
                    + nearest.substring(OURS.length()) + "? All of them are in docs/reference/serdes-configuration.md");
        }
        into.put(plain, value);
    }
}
