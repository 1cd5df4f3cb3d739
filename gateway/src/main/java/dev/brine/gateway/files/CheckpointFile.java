package dev.brine.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far a source is, in one small file that is replaced whole: after a crash or a power cut it has the old content or the
 * new. The last line is a checksum of
 * those above it, so that half a checkpoint, from a disk that lies or a copy that was cut off, is never taken for a whole
 * one. For one thread.
 */
public final class CheckpointFile {

    private static final String END = "#crc32c=";

    private final Path directory;
    private final Path file;

    /** @param name of the source; signs that file systems do not like are written as numbers */
    public CheckpointFile(Path directory, String name) {
        this.directory = directory;
        this.file = directory.resolve(encoded(name) + ".checkpoint");
    }

    /**
     * Makes sure that it can be written, before anything is sent that it could then not remember.
     *
     * @throws IOException if it cannot
     */
    public void requireWritable() throws IOException {
        try {
            Files.deleteIfExists(Files.write(beside(), new byte[1]));
        } catch (IOException e) {
            throw new IOException(
                    "checkpoints cannot be written to " + directory + ": " + e
                            + "; make it writable, or set checkpoints to another directory",
                    e);
        }
    }

    /**
     * What was written last; empty if nothing was.
     *
     * @throws IOException if it cannot be read, or is not what this class writes
     */
    public Map<String, String> read() throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(whole(Files.readString(file))));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (MalformedInputException | IllegalArgumentException e) {
            throw unusable(e.getMessage(), e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    private String whole(String text) throws IOException {
        int end = text.lastIndexOf(END);
        if (end < 0 || !text.substring(end).equals(end(text.substring(0, end)))) {
            throw unusable("its last line is not the checksum of those above it, so it was cut off or changed", null);
        }
        return text;
    }

    private static String end(String lines) {
        CRC32C sum = new CRC32C();
        sum.update(lines.getBytes(UTF_8));
        return END + Long.toHexString(sum.getValue()) + "\n";
    }

    private IOException unusable(@Nullable String why, @Nullable Exception cause) {
        return new IOException(
                file + " is not a checkpoint: " + why
                        + "; take it away to begin anew, with what was sent before sent again",
                cause);
    }

    private Path beside() {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    /** Replaces it; when this returns it is on the disk. */
    public void write(Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        // Without the time, which would make equal checkpoints differ.
        String lines =
                text.toString().lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        lines = lines.isEmpty() ? lines : lines + "\n";
        try (WholeFile whole = WholeFile.begin(file, beside().getFileName().toString())) {
            ByteBuffer bytes = ByteBuffer.wrap((lines + end(lines)).getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                whole.channel().write(bytes);
            }
            whole.replace();
        }
    }

    private static String encoded(String name) {
        return name.chars()
                .mapToObj(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_')
                        ? String.valueOf((char) c)
                        : "%" + Integer.toHexString(c))
                .collect(Collectors.joining());
    }
}
