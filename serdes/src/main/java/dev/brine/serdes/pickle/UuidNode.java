package dev.brine.serdes.pickle;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A UUID between its making and the state that gives it its number. */
final class UuidNode {

    private @Nullable UUID value;

    /** @return false if it had a value before */
    boolean set(UUID number) {
        if (value != null) {
            return false;
        }
        value = number;
        return true;
    }

    UUID value(PickleInput in) {
        if (value == null) {
            throw in.fault("pickle.state", "a uuid.UUID without its number");
        }
        return value;
    }
}
