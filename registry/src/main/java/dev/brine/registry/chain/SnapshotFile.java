package dev.brine.registry.chain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.RegistryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines in a file under a checksum: {@code brine-registry-snapshot 1}, then {@code sha256} of everything behind that
 * line, then the lines. It is replaced as a whole, so a reader sees the old one or the new one.
 */
final class SnapshotFile {

    private static final String MAGIC = "brine-registry-snapshot 1";
    private static final String SUM = "sha256 ";
    private static final long MAX_BYTES = 256L << 20;

    private final Path file;

    SnapshotFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    Path path() {
        return file;
    }

    /**
     * Empty when there is no file.
     *
     * @throws IOException if it cannot be read or is not what was written
     */
    List<String> read() throws IOException {
        String text;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return List.of();
        }
        String[] parts = text.split("\n", 3);
        if (parts.length < 3 || !parts[0].equals(MAGIC)) {
            throw new IOException("it does not begin with '" + MAGIC + "'");
        }
        if (!parts[1].equals(SUM + sum(parts[2]))) {
            throw new IOException("its checksum is wrong");
        }
        return parts[2].lines().toList();
    }

    /** @throws RegistryException if it cannot be written; the file before stays */
    void write(List<String> lines) {
        StringBuilder body = new StringBuilder();
        lines.forEach(line -> body.append(line).append('\n'));
        String text = MAGIC + "\n" + SUM + sum(body.toString()) + "\n" + body;
        Path part = null;
        try {
            Path folder = file.getParent();
            Files.createDirectories(folder);
            // A name of its own: two processes that share a file by mistake still never mix their bytes.
            part = Files.createTempFile(folder, file.getFileName() + ".", ".new");
            try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            RegistryException failure =
                    new RegistryException("the registry snapshot " + file + " cannot be written", e);
            deleteLeft(part, failure);
            throw failure;
        }
    }

    private static void deleteLeft(@Nullable Path part, RegistryException failure) {
        if (part == null) {
            return;
        }
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static String sum(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every runtime must have", e);
        }
    }
}
