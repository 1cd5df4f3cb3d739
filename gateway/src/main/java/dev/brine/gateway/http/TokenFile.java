package dev.brine.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens that may write: a file with a SHA-256 in hexadecimal on each line, a name for people after it, as
 * {@code sha256sum} prints them; {@code #} begins a comment. The tokens themselves are nowhere on the server.
 *
 * <p>Read again when it has changed, so that a token can be given and taken back while the server runs. While it cannot
 * be read, nobody may write.
 */
public final class TokenFile {

    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final int HASH = 32;

    /** What the file had when it was changed last. */
    private record Seen(FileTime changed, long size, List<byte[]> hashes) {}

    private final Path file;
    private final AtomicReference<Seen> seen;

    private TokenFile(Path file, Seen seen) {
        this.file = file;
        this.seen = new AtomicReference<>(seen);
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it cannot be read or a line is no hash; the message says which line
     */
    public static TokenFile open(Path file) {
        try {
            return new TokenFile(file, read(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("the token file " + file + " cannot be read", e);
        }
    }

    /** Whether the header carries one of the tokens: as {@code Bearer}, or as the password of {@code Basic}. */
    public boolean accepts(String authorization) {
        Optional<byte[]> given = BearerToken.hash(authorization);
        if (given.isEmpty()) {
            return false;
        }
        byte[] hash = given.get();
        boolean known = false;
        for (byte[] one : hashes()) {
            // All of them, so that the time says nothing about which.
            known |= MessageDigest.isEqual(one, hash);
        }
        return known;
    }

    private List<byte[]> hashes() {
        try {
            Seen before = requireNonNull(seen.get());
            if (Files.getLastModifiedTime(file).equals(before.changed()) && Files.size(file) == before.size()) {
                return before.hashes();
            }
            Seen now = read(file);
            seen.set(now);
            return now.hashes();
        } catch (IOException | IllegalArgumentException e) {
            LOG.atError().addKeyValue("error", e.toString()).log("token file cannot be read, so nobody may write");
            return List.of();
        }
    }

    private static Seen read(Path file) throws IOException {
        FileTime changed = Files.getLastModifiedTime(file);
        String text = Files.readString(file);
        List<byte[]> hashes = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String hash = line.strip().split("\\s", 2)[0];
            if (!hash.isEmpty() && !hash.startsWith("#")) {
                hashes.add(hash(file, number, hash));
            }
        }
        return new Seen(changed, text.getBytes(UTF_8).length, hashes);
    }

    private static byte[] hash(Path file, int number, String text) {
        try {
            byte[] hash = HexFormat.of().parseHex(text);
            if (hash.length == HASH) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            throw badLine(file, number, e);
        }
        throw badLine(file, number, null);
    }

    private static IllegalArgumentException badLine(Path file, int number, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                file + ", line " + number + " does not begin with a SHA-256 of 64 hexadecimal digits; make one with:"
                        + " printf %s TOKEN | sha256sum",
                cause);
    }
}
