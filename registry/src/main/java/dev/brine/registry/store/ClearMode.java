package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/** Takes back the mode of a subject, or the global one. The answer is the mode that was set; empty if none was. */
public record ClearMode(Optional<String> subject) implements Command<Optional<RegistryMode>> {

    public ClearMode {
        requireNonNull(subject, "subject");
    }

    @Override
    public Decision<Optional<RegistryMode>> decide(RegistryState state) {
        Optional<RegistryMode> before = state.ownMode(subject);
        return before.isEmpty()
                ? Decision.nothingToDo(before)
                : new Decision<>(before, List.of(new Change.PutMode(subject, Optional.empty())));
    }
}
