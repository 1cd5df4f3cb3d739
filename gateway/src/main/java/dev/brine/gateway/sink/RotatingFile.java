package dev.brine.gateway.sink;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that grows, and its being renamed when it is full or old: {@code orders.jsonl} becomes {@code
 * orders-20261120T134500123Z.jsonl}. Used by one thread. A lock on the file keeps a second process out.
 */
final class RotatingFile implements BatchThread.Target<FileEntry> {

    private static final Logger log = LoggerFactory.getLogger(RotatingFile.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path path;
    private final FileKind kind;
    private final long rotateSize;
    private final Duration rotateAfter;
    private final Clock clock;
    private @Nullable FileChannel channel;
    private FileKind.@Nullable Appender appender;
    private Instant begun;
    private long synced;

    RotatingFile(Path path, FileKind kind, long rotateSize, Duration rotateAfter, Clock clock) {
        this.path = path;
        this.kind = kind;
        this.rotateSize = rotateSize;
        this.rotateAfter = rotateAfter;
        this.clock = clock;
        this.begun = clock.instant();
    }

    /** Opens the file, and cuts off what a crash left half-written. */
    void open() throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        FileChannel opened = lock();
        try {
            long size = opened.size();
            long whole = size == 0 ? 0 : kind.wholeLength(path);
            if (whole < size) {
                log.atInfo()
                        .addKeyValue("file", path.getFileName())
                        .addKeyValue("bytes", size - whole)
                        .log("what was written in part at the end is cut off");
            }
            begun = size == 0 ? clock.instant() : created();
            cut(opened, whole);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        channel = opened;
        synced = opened.size();
        syncDirectory();
    }

    @Override
    public void write(List<BatchThread.Item<FileEntry>> batch) throws IOException {
        try {
            for (BatchThread.Item<FileEntry> item : batch) {
                add(item.what());
            }
            sync();
            if (due()) {
                rotate();
            }
        } catch (IOException e) {
            forget();
            throw e;
        }
    }

    @Override
    public void idle() throws IOException {
        if (channel != null && synced > 0 && due()) {
            rotate();
        }
    }

    @Override
    public void close(Duration atMost) throws IOException {
        FileChannel open = channel;
        channel = null;
        appender = null;
        if (open != null) {
            open.close();
        }
    }

    private void add(FileEntry entry) throws IOException {
        if (entry.bytes().length == 0 && entry.schema() == null) {
            // A tombstone, where only values are written.
            return;
        }
        if (appender != null && !appender.takes(entry)) {
            sync();
            rotate();
        }
        appender(entry.schema()).add(entry);
    }

    private FileKind.Appender appender(@Nullable Schema schema) throws IOException {
        FileKind.Appender known = appender;
        if (known != null) {
            return known;
        }
        FileChannel open = channel;
        if (open == null) {
            reopen();
            open = java.util.Objects.requireNonNull(channel);
        }
        FileKind.Appender made = kind.append(path, open, schema);
        appender = made;
        if (schema != null && !made.takes(new FileEntry(new byte[0], schema))) {
            rotate();
            return appender(schema);
        }
        return made;
    }

    private void sync() throws IOException {
        if (appender != null && channel != null) {
            appender.flush();
            channel.force(false);
            synced = channel.size();
        }
    }

    private boolean due() {
        return synced >= rotateSize || !clock.instant().isBefore(begun.plus(rotateAfter));
    }

    private void rotate() throws IOException {
        if (synced == 0) {
            begun = clock.instant();
            return;
        }
        close(Duration.ZERO);
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.') <= 0 ? name.length() : name.lastIndexOf('.');
        String stamp = STAMP.format(clock.instant());
        Path full = path.resolveSibling(name.substring(0, dot) + "-" + stamp + name.substring(dot));
        for (int i = 2; Files.exists(full); i++) {
            full = path.resolveSibling(name.substring(0, dot) + "-" + stamp + "-" + i + name.substring(dot));
        }
        Files.move(path, full, StandardCopyOption.ATOMIC_MOVE);
        open();
    }

    /** After a failure: what is behind the last sync is not acknowledged, and is written again. */
    private void forget() {
        try {
            close(Duration.ZERO);
        } catch (IOException e) {
            log.atDebug().addKeyValue("error", e.toString()).log("a file that failed was not closed either");
        }
    }

    private void reopen() throws IOException {
        FileChannel opened = lock();
        try {
            if (opened.size() < synced) {
                throw new IOException(path + " has become shorter than what was written to it");
            }
            cut(opened, synced);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        channel = opened;
    }

    private FileChannel lock() throws IOException {
        FileChannel opened =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (opened.tryLock() != null) {
                return opened;
            }
        } catch (OverlappingFileLockException e) {
            log.atDebug().addKeyValue("error", e.toString()).log("the file is locked by this process");
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        opened.close();
        throw new IOException(path + " is written by somebody else");
    }

    private static void cut(FileChannel opened, long length) throws IOException {
        FileChannel unused = opened.truncate(length).position(length);
        opened.force(true);
    }

    private Instant created() throws IOException {
        return Files.readAttributes(path, java.nio.file.attribute.BasicFileAttributes.class)
                .creationTime()
                .toInstant();
    }

    /** A new name is in the directory for sure only then. */
    private void syncDirectory() throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
