package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.CompatibilityLevel;
import java.util.List;
import java.util.Optional;

/** Takes back the level of a subject, or the global one. The answer is the level that was set; empty if none was. */
public record ClearLevel(Optional<String> subject) implements Command<Optional<CompatibilityLevel>> {

    public ClearLevel {
        requireNonNull(subject, "subject");
    }

    @Override
    public Decision<Optional<CompatibilityLevel>> decide(RegistryState state) {
        Subjects.requireWritable(state, subject.orElse(""));
        Optional<CompatibilityLevel> before = state.ownLevel(subject);
        return before.isEmpty()
                ? Decision.nothingToDo(before)
                : new Decision<>(before, List.of(new Change.PutLevel(subject, Optional.empty())));
    }
}
