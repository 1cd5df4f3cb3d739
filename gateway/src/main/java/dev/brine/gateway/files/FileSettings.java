package dev.brine.gateway.files;

import dev.brine.gateway.config.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * How a file source reads.
 *
 * @param path a file; for {@link Mode#DIRECTORY} a directory
 * @param done where files go whose records are all sent
 * @param error where files go of which something could not be decoded
 * @param codec {@code json}, {@code ndjson}, {@code pickle} or {@code avro} (container files); lines of a tail are json
 * @param interval between two looks
 * @param minAge how long a file in a directory must have been left alone
 * @param maxFile longest file that is one value, and longest pickle of several, in bytes
 * @param maxRecord longest line, in bytes
 * @param fromEnd whether a tail that has no checkpoint begins at the end
 */
record FileSettings(
        String name,
        Mode mode,
        Path path,
        Path done,
        Path error,
        String codec,
        String topic,
        Duration interval,
        Duration minAge,
        int maxFile,
        int maxRecord,
        boolean fromEnd) {

    enum Mode {
        /** One file, sent whenever its content has changed. */
        POLL,
        /** Files that are put into a directory, each sent once and moved away. */
        DIRECTORY,
        /** A file that grows by lines. */
        TAIL
    }

    private static final Set<String> WHOLE = Set.of("json", "pickle");
    private static final Set<String> MANY = Set.of("json", "ndjson", "pickle", "avro");
    private static final Set<String> LINES = Set.of("json", "ndjson");
    private static final Duration LEAST = Duration.ofMillis(10);
    private static final Duration MOST = Duration.ofDays(1);

    static FileSettings from(Section section) {
        String name = section.text("name");
        Mode mode = section.oneOf("mode", Mode.POLL);
        Path path = section.path("path");
        boolean directory = mode == Mode.DIRECTORY;
        return new FileSettings(
                name,
                mode,
                path,
                directory ? section.path("done") : path,
                directory ? section.path("error") : path,
                section.oneOf("codec", "json", mode == Mode.POLL ? WHOLE : directory ? MANY : LINES),
                section.text("topic"),
                section.duration("interval", Duration.ofSeconds(1), LEAST, MOST),
                directory ? section.duration("min-age", Duration.ofSeconds(2), Duration.ZERO, MOST) : Duration.ZERO,
                (int) section.size("max-file", 64L << 20, 1, 1 << 30),
                (int) section.size("max-record", 1L << 20, 1, 256 << 20),
                mode == Mode.TAIL
                        && section.oneOf("from", "start", Set.of("start", "end"))
                                .equals("end"));
    }
}
