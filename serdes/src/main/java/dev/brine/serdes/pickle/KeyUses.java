package dev.brine.serdes.pickle;

import java.util.HashSet;
import java.util.Set;
import org.apache.avro.Schema;

/** Which names of a schema one value may have more than once: those are worth a place in the memo. */
final class KeyUses {

    private final Set<String> once = new HashSet<>();
    private final Set<String> often = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> repeated = new HashSet<>();

    KeyUses(Schema schema) {
        visit(schema, false);
    }

    boolean repeated(String name) {
        return repeated.contains(name);
    }

    private void visit(Schema schema, boolean many) {
        switch (schema.getType()) {
            case RECORD -> record(schema, many);
            case ENUM -> schema.getEnumSymbols().forEach(symbol -> use(symbol, many));
            case ARRAY -> visit(schema.getElementType(), true);
            case MAP -> visit(schema.getValueType(), true);
            case UNION -> schema.getTypes().forEach(branch -> visit(branch, many));
            default -> {}
        }
    }

    /** A record that is met again, be it inside itself, is one of many. */
    private void record(Schema schema, boolean many) {
        boolean again = many || !once.add(schema.getFullName());
        if (again && !often.add(schema.getFullName())) {
            return;
        }
        for (Schema.Field field : schema.getFields()) {
            use(field.name(), again);
            visit(field.schema(), again);
        }
    }

    private void use(String name, boolean many) {
        if (many || !seen.add(name)) {
            repeated.add(name);
        }
    }
}
