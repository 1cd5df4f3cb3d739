package dev.brine.gateway.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a growing file was before it was renamed, which lie beside it: {@code app.log.2}, {@code app.log.1}. They
 * have names that differ in digits alone, and were written to last in the order in which they were the growing one.
 */
final class Rotations {

    private final Path file;

    /** @param file the one that grows */
    Rotations(Path file) {
        this.file = file;
    }

    /** Says of a file whether it may be one of them. */
    interface Choice {
        boolean may(Path one) throws IOException;
    }

    /**
     * The file that was begun when the one with this key was renamed; empty if that is the present one, or not to be found.
     *
     * @param present key of the one that grows
     * @param among what else must be true of it
     * @throws IOException also if a file is renamed while it is looked at: to be asked again
     */
    Optional<Path> after(String key, String present, Choice among) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return Optional.empty();
        }
        Path left = withKey(directory, key);
        if (left == null) {
            return Optional.empty();
        }
        FileTime time = Files.getLastModifiedTime(left);
        String form = form(left);
        Path next = null;
        FileTime itsTime = null;
        try (DirectoryStream<Path> beside =
                Files.newDirectoryStream(directory, one -> form(one).equals(form) && Files.isRegularFile(one))) {
            for (Path one : beside) {
                FileTime modified = Files.getLastModifiedTime(one);
                boolean nearer = itsTime == null || modified.compareTo(itsTime) < 0;
                if (modified.compareTo(time) > 0
                        && nearer
                        && !TailLook.keyOf(one).equals(present)
                        && among.may(one)) {
                    next = one;
                    itsTime = modified;
                }
            }
        }
        return Optional.ofNullable(next);
    }

    private static @Nullable Path withKey(Path directory, String key) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isRegularFile)) {
            for (Path one : all) {
                if (TailLook.keyOf(one).equals(key)) {
                    return one;
                }
            }
            return null;
        }
    }

    private static String form(Path one) {
        return one.getFileName().toString().replaceAll("\\d+", "0");
    }
}
