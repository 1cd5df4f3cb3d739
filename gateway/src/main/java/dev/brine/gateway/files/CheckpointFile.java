package dev.brine.gateway.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far a source is, in one small file that is replaced whole: written beside it, forced to the disk, renamed over it, and
 * the rename forced too. After a crash or a power cut it has the old content or the new. For one thread.
 */
public final class CheckpointFile {

    private final Path directory;
    private final Path file;

    /** @param name of the source; signs that file systems do not like are written as numbers */
    public CheckpointFile(Path directory, String name) {
        this.directory = directory;
        this.file = directory.resolve(encoded(name) + ".checkpoint");
    }

    /**
     * What was written last; empty if nothing was.
     *
     * @throws IOException if it cannot be read, or is not what this class writes
     */
    public Map<String, String> read() throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + " is not a checkpoint: " + e.getMessage()
                            + "; take it away to begin anew, with what was sent before sent again",
                    e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
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
        Path beside = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap((lines + "\n").getBytes(UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory);
    }

    /** Forces renames in a directory to the disk. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
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
