package dev.brine.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Looks for a name in a directory and its parents, as far as the root of the git work tree. */
public final class Upwards {

    private Upwards() {}

    public static Optional<Path> from(Path directory, String name) {
        for (Path at = directory.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            Path candidate = at.resolve(name);
            if (Files.exists(candidate)) {
                return Optional.of(candidate);
            }
            if (Files.exists(at.resolve(".git"))) {
                break;
            }
        }
        return Optional.empty();
    }
}
