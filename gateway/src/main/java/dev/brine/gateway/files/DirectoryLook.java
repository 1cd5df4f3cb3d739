package dev.brine.gateway.files;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory into which files are put. Each is moved aside ({@code .processing} within it), sent record by record, and
 * moved on: to {@code done}, or to {@code error} if something in it could not be decoded. All moves are atomic renames, so
 * the three directories must be on one file system. Left alone are names that begin with a dot or end with {@code .tmp} or
 * {@code .part}, and files that were written to a moment ago. A crash leaves the file aside, and the checkpoint says which
 * of its records are sent.
 */
final class DirectoryLook implements Look {

    private static final Logger log = LoggerFactory.getLogger(DirectoryLook.class);

    private static final int BATCH = 500;
    private static final long BATCH_BYTES = 1 << 20;

    private final FileSettings settings;
    private final Shipper shipper;
    private final CheckpointFile checkpoint;
    private final Clock clock;
    private final Path processing;
    private final Map<Path, Long> sizes = new HashMap<>();

    DirectoryLook(FileSettings settings, Shipper shipper, CheckpointFile checkpoint, Clock clock) throws IOException {
        this.settings = settings;
        this.shipper = shipper;
        this.checkpoint = checkpoint;
        this.clock = clock;
        this.processing = settings.path().resolve(".processing");
        for (Path directory : List.of(settings.path(), processing, settings.done(), settings.error())) {
            Files.createDirectories(directory);
        }
    }

    @Override
    public boolean once() throws IOException, NotShippedException, InterruptedException {
        Optional<Path> aside = first(processing);
        Optional<Path> next = aside.isPresent() ? aside : takeNext();
        if (next.isEmpty()) {
            return false;
        }
        process(next.get());
        return true;
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
                boolean still = settings.minAge().isZero() || before != null && before == attributes.size();
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
        Path aside = processing.resolve(next.get().getFileName());
        Files.move(next.get(), aside, StandardCopyOption.ATOMIC_MOVE);
        CheckpointFile.force(processing);
        return Optional.of(aside);
    }

    private static boolean isMeant(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && !name.endsWith(".tmp") && !name.endsWith(".part");
    }

    private void process(Path file) throws IOException, NotShippedException, InterruptedException {
        String name = file.getFileName().toString();
        Map<String, String> known = checkpoint.read();
        boolean same = name.equals(known.get("file"));
        long sent = same ? Long.parseLong(known.getOrDefault("records", "0")) : 0;
        boolean faulty = same && Boolean.parseBoolean(known.get("faulty"));
        try (RecordFile records = RecordFile.open(file, settings, shipper)) {
            for (long i = 0; i < sent; i++) {
                Entry already = records.next();
                if (already == null) {
                    break;
                }
            }
            for (List<Entry> batch = batch(records, name); !batch.isEmpty(); batch = batch(records, name)) {
                shipper.ship(batch);
                sent += batch.size();
                faulty |= batch.stream().anyMatch(entry -> entry.cause() != null);
                checkpoint.write(
                        Map.of("file", name, "records", Long.toString(sent), "faulty", Boolean.toString(faulty)));
            }
        } catch (UnreadableFileException e) {
            log.atError()
                    .addKeyValue("error", e.getMessage())
                    .log("{} cannot be read further than {} records and is moved to {}", name, sent, settings.error());
            faulty = true;
        }
        move(file, faulty ? settings.error() : settings.done());
        checkpoint.write(Map.of());
    }

    private static List<Entry> batch(RecordFile records, String name) throws IOException {
        List<Entry> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < BATCH && bytes < BATCH_BYTES) {
            Entry next;
            try {
                next = records.next();
            } catch (UnreadableFileException e) {
                if (batch.isEmpty()) {
                    throw e;
                }
                // What was read before the fault is sent first; the fault comes again with the next call.
                return batch;
            }
            if (next == null) {
                return batch;
            }
            bytes += next.bytes().length;
            batch.add(new Entry(next.bytes(), next.value(), name + ":" + next.position(), next.cause()));
        }
        return batch;
    }

    /** Never over another file: who puts a name in twice finds both. */
    private static void move(Path file, Path directory) throws IOException {
        String name = file.getFileName().toString();
        Path target = directory.resolve(name);
        for (int i = 1; Files.exists(target); i++) {
            target = directory.resolve(name + "." + i);
        }
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        CheckpointFile.force(directory);
    }
}
