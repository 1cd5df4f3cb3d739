package dev.brine.bench.pipeline;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory for the log of a run, had from the machine before the clock runs. A page that a virtual machine has not used
 * for a while belongs to its host, and to get it back costs ten times what writing to it costs. Logs of new topics are
 * such pages now and then, so lanes would be measured by who came when.
 */
final class Pages {

    private static final byte[] CHUNK = new byte[128 << 10];

    private Pages() {}

    /** Writes as many bytes to a file as a run will write, and deletes it: the machine gives freed pages away last. */
    static void touch(long bytes) {
        try {
            Path file = Files.createTempFile("brine-bench-", ".pages");
            try (OutputStream out = Files.newOutputStream(file)) {
                for (long written = 0; written < bytes; written += CHUNK.length) {
                    out.write(CHUNK);
                }
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
