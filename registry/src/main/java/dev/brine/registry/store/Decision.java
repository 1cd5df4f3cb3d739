package dev.brine.registry.store;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What came of a command: the answer for the caller, valid once the changes are durable. No changes, nothing to do. */
public record Decision<R>(R answer, List<Change> changes) {

    public Decision {
        requireNonNull(answer, "answer");
        changes = List.copyOf(changes);
    }

    static <R> Decision<R> nothingToDo(R answer) {
        return new Decision<>(answer, List.of());
    }
}
