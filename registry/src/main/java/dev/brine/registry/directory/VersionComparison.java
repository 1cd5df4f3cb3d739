package dev.brine.registry.directory;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.Difference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.compatibility.SchemaChange;
import java.util.List;

/**
 * Two versions side by side.
 *
 * @param backward why {@code to} cannot read what {@code from} wrote; empty when it can
 * @param forward why {@code from} cannot read what {@code to} wrote; empty when it can
 */
public record VersionComparison(
        SubjectVersion from,
        SubjectVersion to,
        List<SchemaChange> changes,
        List<Difference> backward,
        List<Difference> forward) {

    public VersionComparison {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        changes = List.copyOf(changes);
        backward = List.copyOf(backward);
        forward = List.copyOf(forward);
    }
}
