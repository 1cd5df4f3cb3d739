package dev.brine.registry.directory;

import static java.util.Objects.requireNonNull;

import dev.brine.registry.CompatibilityLevel;
import dev.brine.registry.SubjectVersion;

/**
 * The text of one version as it stands in its file.
 *
 * @param file how messages name the file
 * @param level what new versions of the subject must keep
 * @param released whether the lock lists it, so that it can change no more
 * @param newest whether no version of the subject is newer
 */
public record VersionText(
        SubjectVersion name, String file, String text, CompatibilityLevel level, boolean released, boolean newest) {

    public VersionText {
        requireNonNull(name, "name");
        requireNonNull(file, "file");
        requireNonNull(text, "text");
        requireNonNull(level, "level");
    }
}
