package dev.brine.gateway.files;

import dev.brine.gateway.source.SourceCase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** A look at files with a writer that keeps what it gets. A test calls {@link Look#once} itself, so nothing waits. */
abstract class FilesCase extends SourceCase {

    Clock clock = Clock.systemUTC();

    FileSettings settings(FileSettings.Mode mode, String path, String codec) {
        return new FileSettings(
                "in",
                mode,
                directory.resolve(path),
                directory.resolve("done"),
                directory.resolve("error"),
                codec,
                "t",
                Duration.ofSeconds(1),
                Duration.ZERO,
                1 << 20,
                200,
                false);
    }

    Shipper shipper(FileSettings settings) {
        return new Shipper(context(), "t", "in", settings.codec().equals("ndjson") ? "json" : settings.codec());
    }

    CheckpointFile checkpoint() {
        return new CheckpointFile(directory.resolve("checkpoints"), "in");
    }

    static String order(Object id) {
        return "{\"id\":\"" + id + "\"}";
    }

    static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
