package dev.brine.cli.up;

import dev.brine.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of what belongs to the broker's data but is not the broker's: the default configuration, and how far its
 * sources are. It lives as long as the data do.
 */
final class Workspace implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Workspace.class);

    private final Path directory;
    private final boolean temporary;

    private Workspace(Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    /** @param data the broker's kept data; null for temporary ones */
    static Workspace open(@Nullable Path data) {
        try {
            return data == null
                    ? new Workspace(Files.createTempDirectory("brine-up-"), true)
                    : new Workspace(Files.createDirectories(data.resolve("up")), false);
        } catch (IOException e) {
            throw CliException.failed("no directory for checkpoints can be made")
                    .because(e.toString())
                    .causedBy(e);
        }
    }

    Path directory() {
        return directory;
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw CliException.failed(directory.resolve(name) + " cannot be written")
                    .because(e.toString())
                    .causedBy(e);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.atWarn().addKeyValue("error", e.toString()).log("{} could not be deleted", directory);
        }
    }
}
