package dev.brine.cli.files;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.gateway.files.WholeFile;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Where a dump goes: a file that is there whole or not at all, or standard output. For one thread. */
final class Target implements AutoCloseable {

    private final @Nullable WholeFile file;
    private final WritableByteChannel channel;
    private final String name;
    private final boolean force;

    private Target(@Nullable WholeFile file, WritableByteChannel channel, String name, boolean force) {
        this.file = file;
        this.channel = channel;
        this.name = name;
        this.force = force;
    }

    static Target output(Console console) {
        console.out().flush();
        return new Target(null, Channels.newChannel(console.bytes()), "standard output", true);
    }

    /** @param force whether a file that is there is replaced */
    static Target file(Path path, boolean force) throws IOException {
        refuse(path, force);
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw CliException.failed("there is no directory " + directory);
        }
        // Begins with a dot and ends with .tmp, so that whoever watches the directory leaves it alone.
        String beside = String.format(
                ".%s.%08x.tmp", path.getFileName(), ThreadLocalRandom.current().nextInt());
        WholeFile file = WholeFile.begin(path, beside);
        return new Target(file, file.channel(), path.toString(), force);
    }

    /** @throws CliException with exit code 1 if there is a file, and it is not to be replaced */
    static void refuse(Path path, boolean force) {
        if (Files.isDirectory(path)) {
            throw CliException.failed(path + " is a directory");
        }
        if (!force && Files.exists(path)) {
            throw there(path.toString());
        }
    }

    private static CliException there(String path) {
        return CliException.failed(path + " is there already").trying("--force to replace it");
    }

    WritableByteChannel channel() {
        return channel;
    }

    /** Gives the file its name. */
    void commit() throws IOException {
        if (file == null) {
            return;
        }
        if (force) {
            file.replace();
            return;
        }
        try {
            file.create();
        } catch (FileAlreadyExistsException e) {
            throw there(name).causedBy(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
