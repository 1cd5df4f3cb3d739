package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file that is one value. Sent when its content is another than what was acknowledged last. What cannot be decoded may
 * be half written, so it is tried again; the same bytes three times are a dead letter. A file that is not there is waited for.
 */
final class PollLook implements Look {

    private static final Logger log = LoggerFactory.getLogger(PollLook.class);

    private static final int TRIES = 3;

    /** File systems may give two writes within this time the same time. */
    private static final Duration COARSE = Duration.ofSeconds(2);

    /** What a file looked like from outside. */
    private record Outside(
            long modified, long size, @Nullable Object key) {}

    private final Path file;
    private final int maxFile;
    private final Shipper shipper;
    private final CheckpointFile checkpoint;
    private final Clock clock;
    private String acknowledged;
    private long number;
    private boolean noted = true;
    private String failed = "";
    private int failures;
    private @Nullable Outside seen;

    PollLook(FileSettings settings, Shipper shipper, CheckpointFile checkpoint, Clock clock) throws IOException {
        this.file = settings.path();
        this.maxFile = settings.maxFile();
        this.shipper = shipper;
        this.checkpoint = checkpoint;
        this.clock = clock;
        Map<String, String> known = checkpoint.read();
        this.acknowledged = known.getOrDefault("sha256", "");
        try {
            this.number = Long.parseLong(known.getOrDefault("number", "0"));
        } catch (NumberFormatException e) {
            throw new IOException("the checkpoint of " + file + " has no number where there should be", e);
        }
    }

    @Override
    public boolean once() throws IOException, NotShippedException, InterruptedException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().toMillis();
            Outside outside = new Outside(modified, attributes.size(), attributes.fileKey());
            boolean settled = clock.millis() - modified > COARSE.toMillis();
            if (settled && outside.equals(seen)) {
                return false;
            }
            byte[] bytes = read();
            if (bytes.length > 0 && !take(bytes)) {
                return false;
            }
            seen = outside;
        } catch (NoSuchFileException e) {
            seen = null;
        }
        return false;
    }

    private byte[] read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxFile);
            if (in.read() >= 0) {
                throw new IOException(file + " is longer than max-file, " + maxFile + " bytes");
            }
            return bytes;
        }
    }

    /** @return whether this content is done with */
    private boolean take(byte[] bytes) throws IOException, NotShippedException, InterruptedException {
        String hash = sha256(bytes);
        if (hash.equals(acknowledged)) {
            if (!noted) {
                note();
            }
            return true;
        }
        // With a number, because a content that comes back after another is news and no duplicate.
        Entry entry = shipper.entry(bytes, file.getFileName() + "#" + number + ":" + hash.substring(0, 16));
        DecodeException cause = entry.cause();
        if (cause != null && !failedOften(hash, cause)) {
            return false;
        }
        boolean unused = shipper.ship(List.of(entry));
        // First in memory: what cannot be noted now is not sent again until a restart.
        acknowledged = hash;
        number++;
        noted = false;
        note();
        return true;
    }

    private void note() throws IOException {
        checkpoint.write(Map.of("sha256", acknowledged, "number", Long.toString(number)));
        noted = true;
    }

    private boolean failedOften(String hash, DecodeException cause) {
        failures = hash.equals(failed) ? failures + 1 : 1;
        failed = hash;
        if (failures < TRIES) {
            return false;
        }
        log.atWarn()
                .addKeyValue("error", cause.getMessage())
                .log("{} could not be decoded {} times and is a dead letter", file, TRIES);
        return true;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every runtime must have", e);
        }
    }
}
