package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.CompatibilityLevel;
import java.util.List;
import java.util.Optional;

/** Sets the level of a subject, which need not exist yet, or the global one. The answer is the level. */
public record SetLevel(Optional<String> subject, CompatibilityLevel level) implements Command<CompatibilityLevel> {

    public SetLevel {
        requireNonNull(subject, "subject");
        requireNonNull(level, "level");
    }

    @Override
    public Decision<CompatibilityLevel> decide(RegistryState state) {
        subject.ifPresent(name -> {
            Subjects.requireName(name);
            Subjects.requireWritable(state, name);
        });
        if (subject.isEmpty() && state.mode("").readOnly()) {
            throw Subjects.notPermitted("Subject null is in read-only mode");
        }
        return state.ownLevel(subject).equals(Optional.of(level))
                ? Decision.nothingToDo(level)
                : new Decision<>(level, List.of(new Change.PutLevel(subject, Optional.of(level))));
    }
}
