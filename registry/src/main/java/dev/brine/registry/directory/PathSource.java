package dev.brine.registry.directory;

import dev.brine.registry.RegistryUnavailableException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A directory on disk. */
final class PathSource implements SchemaSource {

    private final Path directory;
    private final Path shown;

    /** @throws RegistryUnavailableException if there is no such directory */
    PathSource(Path directory) {
        this(directory, directory);
    }

    /** As above, and messages call the directory {@code shown}. */
    PathSource(Path directory, Path shown) {
        if (!Files.isDirectory(directory)) {
            throw new RegistryUnavailableException("there is no schema directory " + shown + " ("
                    + directory.toAbsolutePath().normalize() + (Files.exists(directory) ? " is a file" : "")
                    + "); name another, or make it and put SUBJECT/v1.avsc into it");
        }
        this.directory = directory;
        this.shown = shown;
    }

    Path directory() {
        return directory;
    }

    Path shown() {
        return shown;
    }

    /** Changes whenever the lock or the settings are written. */
    String stamp() {
        return stamp(SchemaLock.FILE) + " " + stamp(SubjectsFile.FILE);
    }

    private String stamp(String path) {
        try {
            BasicFileAttributes file = Files.readAttributes(directory.resolve(path), BasicFileAttributes.class);
            return file.lastModifiedTime() + "/" + file.size() + "/" + file.fileKey();
        } catch (NoSuchFileException e) {
            return "none";
        } catch (IOException e) {
            throw unreadable(directory.resolve(path), e);
        }
    }

    @Override
    public String location() {
        return "dir:" + shown;
    }

    @Override
    public String describe(String path) {
        return shown.resolve(path).toString();
    }

    @Override
    public Optional<byte[]> read(String path) {
        Path file = directory.resolve(path);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new RegistryUnavailableException(
                        file + " has " + Files.size(file) + " bytes, and " + MAX_BYTES + " are the most that is read");
            }
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public List<String> list() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> top = Files.newDirectoryStream(directory)) {
            for (Path entry : top) {
                if (Files.isDirectory(entry)) {
                    below(entry, found);
                } else {
                    found.add(entry.getFileName().toString());
                }
            }
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
        found.sort(null);
        return found;
    }

    private static void below(Path folder, List<String> found) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> found.add(folder.getFileName() + "/" + file.getFileName()));
        }
    }

    private static RegistryUnavailableException unreadable(Path file, IOException e) {
        return new RegistryUnavailableException(
                "cannot read " + file + " (" + e.getClass().getSimpleName() + "); check that this user may", e);
    }
}
