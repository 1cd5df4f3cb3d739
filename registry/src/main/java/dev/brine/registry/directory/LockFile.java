package dev.brine.registry.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.brine.registry.RegistryException;
import dev.brine.registry.RegistryUnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The right to write into a directory, and the next content of its lock: {@code schemas.lock.new}, which only one
 * process can create, and which is renamed over the lock when it is complete.
 */
final class LockFile implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path directory;
    private final Path file;
    private final FileChannel channel;
    private boolean committed;

    private LockFile(Path directory, Path file, FileChannel channel) {
        this.directory = directory;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits for another writer, up to five seconds unless told otherwise.
     *
     * @throws RegistryUnavailableException if the other one does not end, or the directory cannot be written
     */
    static LockFile acquire(Path directory) {
        return acquire(directory, PATIENCE);
    }

    static LockFile acquire(Path directory, Duration patience) {
        Path file = directory.resolve(SchemaLock.FILE + ".new");
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return new LockFile(directory, file, FileChannel.open(file, WRITE, CREATE_NEW));
            } catch (FileAlreadyExistsException e) {
                if (System.nanoTime() - deadline > 0) {
                    throw new RegistryUnavailableException(
                            "another process has been writing " + directory + " for " + patience.toMillis()
                                    + " ms; if none is running, one was killed: delete " + file,
                            e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            } catch (IOException e) {
                throw new RegistryUnavailableException("cannot write into " + directory + ": " + e.getMessage(), e);
            }
        }
    }

    /** Puts a new file of a version into its place, complete or not at all. */
    void add(String path, String content) {
        Path target = directory.resolve(path);
        Path part = directory.resolve(path + ".new");
        try {
            Files.createDirectories(target.resolveSibling("."));
            try (FileChannel out = FileChannel.open(part, WRITE, CREATE, TRUNCATE_EXISTING)) {
                write(out, content);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            RegistryException failure = new RegistryException("cannot write " + target + ": " + e.getMessage(), e);
            try {
                Files.deleteIfExists(part);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    /** Makes {@code lock} the directory's lock. */
    void commit(SchemaLock lock) {
        try {
            write(channel, lock.text());
            channel.close();
            Files.move(file, directory.resolve(SchemaLock.FILE), StandardCopyOption.ATOMIC_MOVE);
            committed = true;
        } catch (IOException e) {
            throw new RegistryException(
                    "cannot write " + directory.resolve(SchemaLock.FILE) + ": " + e.getMessage(), e);
        }
    }

    private static void write(FileChannel out, String content) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
        out.force(true);
    }

    /** Gives the right back; without a commit nothing has changed but files that {@link #add} wrote. */
    @Override
    public void close() {
        if (committed) {
            return;
        }
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RegistryException("cannot delete " + file + "; delete it by hand", e);
        }
    }
}
