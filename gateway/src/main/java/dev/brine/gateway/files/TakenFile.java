package dev.brine.gateway.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of a directory that was moved aside, from where the checkpoint says to its end. For one thread. */
final class TakenFile {

    private static final Logger log = LoggerFactory.getLogger(TakenFile.class);

    private static final int BATCH = 500;
    private static final long BATCH_BYTES = 1 << 20;
    private static final Pattern INODE = Pattern.compile("ino=(\\d+)");

    private final Path path;
    private final String name;
    private final String identity;
    private long sent;
    private boolean faulty;
    private @Nullable RecordFile records;

    /** What came up behind records that are sent first; a reader that is asked again may take it for the end. */
    private @Nullable IOException fault;

    private TakenFile(Path path, String identity, long sent, boolean faulty) {
        this.path = path;
        this.name = path.getFileName().toString();
        this.identity = identity;
        this.sent = sent;
        this.faulty = faulty;
    }

    /** @param progress what {@link #sent(int, boolean)} gave last, of whichever file */
    static TakenFile of(Path path, Map<String, String> progress) throws IOException {
        String identity = identity(path);
        if (!path.getFileName().toString().equals(progress.get("file")) || !identity.equals(progress.get("identity"))) {
            return new TakenFile(path, identity, 0, false);
        }
        try {
            return new TakenFile(
                    path,
                    identity,
                    Long.parseLong(progress.getOrDefault("records", "0")),
                    Boolean.parseBoolean(progress.get("faulty")));
        } catch (NumberFormatException e) {
            throw new IOException("the checkpoint of " + path + " has no number where there should be", e);
        }
    }

    /** What a rename leaves as it is, and another file of the same name does not have: its time and its inode. */
    private static String identity(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Matcher inode = INODE.matcher(String.valueOf(attributes.fileKey()));
        return attributes.lastModifiedTime().toMillis() + (inode.find() ? "." + inode.group(1) : "");
    }

    Path path() {
        return path;
    }

    String name() {
        return name;
    }

    /** Records that are acknowledged. */
    long sent() {
        return sent;
    }

    boolean faulty() {
        return faulty;
    }

    /** The next records; none at the end. After a failure the file is to be taken anew. */
    List<Entry> read(FileSettings settings, Shipper shipper) throws IOException {
        IOException before = fault;
        if (before != null) {
            throw before;
        }
        RecordFile reading = records;
        if (reading == null) {
            reading = open(settings, shipper.values());
            records = reading;
            long passed = 0;
            while (passed < sent && reading.next() != null) {
                passed++;
            }
        }
        List<Entry> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < BATCH && bytes < BATCH_BYTES) {
            Entry next;
            try {
                next = reading.next();
            } catch (IOException e) {
                if (batch.isEmpty()) {
                    throw e;
                }
                fault = e;
                return batch;
            }
            if (next == null) {
                return batch;
            }
            bytes += next.bytes().length;
            batch.add(new Entry(next.bytes(), next.value(), position(next.position()), next.cause()));
        }
        return batch;
    }

    private RecordFile open(FileSettings settings, Values values) throws IOException {
        InputStream in = Files.newInputStream(path);
        try {
            return switch (settings.codec()) {
                case "ndjson" -> RecordFile.lines(in, settings.maxRecord(), values);
                case "pickle" -> RecordFile.pickles(in, settings.maxFile(), values);
                case "avro" -> RecordFile.container(in, values);
                default -> RecordFile.single(in, settings.maxFile(), values);
            };
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    String position(String within) {
        return name + "@" + identity + ":" + within;
    }

    /** So many more are acknowledged. @return what is to be noted */
    Map<String, String> sent(int more, boolean withFaults) {
        sent += more;
        faulty |= withFaults;
        return Map.of(
                "file", name, "identity", identity, "records", Long.toString(sent), "faulty", Boolean.toString(faulty));
    }

    void close() {
        RecordFile reading = records;
        records = null;
        if (reading == null) {
            return;
        }
        try {
            reading.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("{} did not close", path);
        }
    }
}
