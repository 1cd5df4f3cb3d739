package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory into which files are put. Each is moved aside ({@code .processing} within it), sent record by record, and
 * moved on: to {@code done}, or to {@code error} if something in it could not be decoded. All moves are atomic renames, so
 * the three directories must be on one file system. Left alone are names that begin with a dot or end with {@code .tmp} or
 * {@code .part}, and files that were written to a moment ago. A crash leaves the file aside, and the checkpoint says which
 * of its records are sent. A file that cannot be read to its end goes to {@code error}, and a dead letter of no bytes says
 * why and from where on.
 */
final class DirectoryLook implements Look {

    private static final byte[] NONE = {};
    private static final Logger log = LoggerFactory.getLogger(DirectoryLook.class);

    /** A file that cannot be read is tried again so often, for whatever keeps it may pass. */
    private static final int TRIES = 5;

    private final FileSettings settings;
    private final Shipper shipper;
    private final CheckpointFile checkpoint;
    private final Clock clock;
    private final Path processing;
    private final Map<Path, Long> sizes = new HashMap<>();
    private Map<String, String> progress;
    private @Nullable TakenFile taken;
    private int failures;

    DirectoryLook(FileSettings settings, Shipper shipper, CheckpointFile checkpoint, Clock clock) throws IOException {
        this.settings = settings;
        this.shipper = shipper;
        this.checkpoint = checkpoint;
        this.clock = clock;
        this.processing = settings.path().resolve(".processing");
        for (Path directory : List.of(settings.path(), processing, settings.done(), settings.error())) {
            Files.createDirectories(directory);
        }
        this.progress = checkpoint.read();
    }

    /** Sends one batch of one file: between two batches the source may end. */
    @Override
    public boolean once() throws IOException, NotShippedException, InterruptedException {
        TakenFile file = taken;
        try {
            if (file == null) {
                Optional<Path> aside = first(processing);
                Optional<Path> next = aside.isPresent() ? aside : takeNext();
                if (next.isEmpty()) {
                    return false;
                }
                file = TakenFile.of(next.get(), progress);
                taken = file;
            }
            if (!sendNext(file)) {
                end(file);
            }
            return true;
        } catch (IOException | NotShippedException | InterruptedException | RuntimeException e) {
            // What was read and not sent is read again.
            close();
            throw e;
        }
    }

    private boolean sendNext(TakenFile file) throws IOException, NotShippedException, InterruptedException {
        List<Entry> batch;
        try {
            batch = file.read(settings, shipper);
            failures = 0;
        } catch (UnreadableFileException e) {
            giveUp(file, e);
            return false;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            if (++failures < TRIES) {
                throw e;
            }
            giveUp(file, e);
            return false;
        }
        if (batch.isEmpty()) {
            return false;
        }
        note(file.sent(batch.size(), shipper.ship(batch)));
        return true;
    }

    /** Says in a dead letter what is missing from here on, since there are no bytes of it. */
    private void giveUp(TakenFile file, IOException why) throws IOException, NotShippedException, InterruptedException {
        String reason = "the file " + file.name() + " cannot be read further than " + file.sent() + " records: "
                + (why instanceof UnreadableFileException ? why.getMessage() : why) + "; it is in " + settings.error();
        log.atError().addKeyValue("error", reason).log("a file is given up");
        boolean unused = shipper.ship(List.of(new Entry(
                NONE, null, file.position("after-" + file.sent()), new DecodeException("unreadable", -1, "", reason))));
        file.sent(0, true);
        failures = 0;
    }

    private void end(TakenFile file) throws IOException {
        close();
        move(file.path(), file.faulty() ? settings.error() : settings.done());
        note(Map.of());
    }

    private void note(Map<String, String> now) throws IOException {
        // First in memory: what cannot be noted now is not sent again until a restart.
        progress = now;
        checkpoint.write(now);
    }

    @Override
    public void close() {
        TakenFile file = taken;
        taken = null;
        if (file != null) {
            file.close();
        }
    }

    private static Optional<Path> first(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            List<Path> found = new ArrayList<>();
            files.forEach(found::add);
            return found.stream().min(Comparator.naturalOrder());
        }
    }

    /** Moves the oldest file aside that is ready. */
    private Optional<Path> takeNext() throws IOException {
        List<Path> ready = new ArrayList<>();
        Map<Path, Long> seen = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(settings.path(), DirectoryLook::isMeant)) {
            for (Path file : files) {
                BasicFileAttributes attributes;
                try {
                    attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                } catch (NoSuchFileException e) {
                    continue;
                }
                if (!attributes.isRegularFile()) {
                    continue;
                }
                long age = clock.millis() - attributes.lastModifiedTime().toMillis();
                Long before = sizes.get(file);
                boolean still = settings.minAge().isZero() || (before != null && before == attributes.size());
                seen.put(file, attributes.size());
                if (still && age >= settings.minAge().toMillis()) {
                    ready.add(file);
                }
            }
        }
        sizes.clear();
        sizes.putAll(seen);
        Optional<Path> next = ready.stream().min(Comparator.naturalOrder());
        if (next.isEmpty()) {
            return next;
        }
        if (!progress.isEmpty()) {
            // Of a file that was moved on when a crash came: a new one of its name must not inherit it.
            note(Map.of());
        }
        Path aside = processing.resolve(next.get().getFileName());
        Files.move(next.get(), aside, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.force(processing);
        return Optional.of(aside);
    }

    private static boolean isMeant(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && !name.endsWith(".tmp") && !name.endsWith(".part");
    }

    /** Never over another file: who puts a name in twice finds both. */
    private static void move(Path file, Path directory) throws IOException {
        String name = file.getFileName().toString();
        Path target = directory.resolve(name);
        for (int i = 1; Files.exists(target); i++) {
            target = directory.resolve(name + "." + i);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.force(directory);
    }
}
