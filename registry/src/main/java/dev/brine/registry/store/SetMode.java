package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * Sets the mode of a subject, which need not exist yet, or the global one. The answer is the mode.
 *
 * @param force allows IMPORT where there are versions already
 */
public record SetMode(Optional<String> subject, RegistryMode mode, boolean force) implements Command<RegistryMode> {

    public SetMode {
        requireNonNull(subject, "subject");
        requireNonNull(mode, "mode");
    }

    @Override
    public Decision<RegistryMode> decide(RegistryState state) {
        subject.ifPresent(Subjects::requireName);
        if (state.ownMode(subject).equals(Optional.of(mode))) {
            return Decision.nothingToDo(mode);
        }
        boolean occupied = subject.map(
                        name -> !state.versions(name, Deleted.HIDDEN).isEmpty())
                .orElseGet(() -> !state.subjects(Deleted.HIDDEN).isEmpty());
        if (mode == RegistryMode.IMPORT && occupied && !force) {
            throw Subjects.notPermitted("Cannot import since found existing subjects");
        }
        return new Decision<>(mode, List.of(new Change.PutMode(subject, Optional.of(mode))));
    }
}
