package dev.brine.gateway.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is there whole or not at all: written beside its place, forced to the disk, and given its name at the end,
 * which is forced too. What a crash leaves has a name of its own. For one thread.
 */
public final class WholeFile implements AutoCloseable {

    private final Path path;
    private final Path beside;
    private final FileChannel channel;

    private WholeFile(Path path, Path beside) throws IOException {
        this.path = path;
        this.beside = beside;
        this.channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    /** Begins a file; until it has its name, that is {@code beside}, in the same directory. */
    public static WholeFile begin(Path path, String beside) throws IOException {
        Path whole = path.toAbsolutePath();
        return new WholeFile(whole, whole.resolveSibling(beside));
    }

    public FileChannel channel() {
        return channel;
    }

    /** Gives the file its name, over another that has it. When this returns it is on the disk. */
    public void replace() throws IOException {
        channel.force(true);
        channel.close();
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory(path);
    }

    /**
     * Gives the file its name. When this returns it is on the disk.
     *
     * @throws FileAlreadyExistsException if another has it; that one is left alone
     */
    public void create() throws IOException {
        channel.force(true);
        channel.close();
        try {
            // Unlike a rename, this never goes over another file.
            Files.createLink(path, beside);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) {
            moveUnlessThere();
        }
        forceDirectory(path);
    }

    /** Where there are no links; another process may still be quicker between the two steps. */
    private void moveUnlessThere() throws IOException {
        if (Files.exists(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        try {
            Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(beside, path);
        }
    }

    /** Takes away what is beside: all of the file, unless it has its name by now. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(beside);
    }

    private static void forceDirectory(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            force(directory);
        }
    }

    /** Forces the names in a directory to the disk. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
