package dev.brine.gateway.access;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.http.BearerToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that may come in and what each may do. A line is
 *
 * <pre>{@code SHA256 NAME VERB:TOPIC[,TOPIC*]... [rate=N] [concurrent=N]}</pre>
 *
 * with {@code produce}, {@code consume} or {@code forward} for a verb; {@code #} begins a comment. The tokens themselves are
 * nowhere on the server.
 *
 * <p>Read again when it has changed, so that a token can be given and taken back while the server runs. While it cannot be
 * read, nobody comes in.
 */
public final class AccessFile {

    private static final Logger LOG = LoggerFactory.getLogger(AccessFile.class);

    /** What the file had when it was changed last. */
    private record Seen(FileTime changed, long size, List<GrantLine> lines) {}

    private final Path file;
    private final AtomicReference<Seen> seen;

    private AccessFile(Path file, Seen seen) {
        this.file = file;
        this.seen = new AtomicReference<>(seen);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it cannot be read or a line is not of the form; the message says which line
     */
    public static AccessFile open(Path file) {
        try {
            return new AccessFile(file, read(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the access file " + file + " cannot be read", e);
        }
    }

    /** What the token of an {@code Authorization} header may do; empty if it is none of the file's. */
    public Optional<Grant> grant(String authorization) {
        Optional<byte[]> hash = BearerToken.hash(authorization);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        Grant found = null;
        for (GrantLine line : lines()) {
            // All of them, so that the time says nothing about which.
            if (MessageDigest.isEqual(line.hash(), hash.get())) {
                found = line.grant();
            }
        }
        return Optional.ofNullable(found);
    }

    private List<GrantLine> lines() {
        try {
            Seen before = requireNonNull(seen.get());
            if (Files.getLastModifiedTime(file).equals(before.changed()) && Files.size(file) == before.size()) {
                return before.lines();
            }
            Seen now = read(file);
            seen.set(now);
            return now.lines();
        } catch (IOException | IllegalArgumentException e) {
            LOG.atError().addKeyValue("error", e.toString()).log("access file cannot be read, so nobody comes in");
            return List.of();
        }
    }

    private static Seen read(Path file) throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        long size = Files.size(file);
        List<GrantLine> lines = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            try {
                lines.add(GrantLine.parse(line));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(file + ", line " + number + " " + e.getMessage(), e);
            }
        }
        return new Seen(changed, size, lines);
    }
}
