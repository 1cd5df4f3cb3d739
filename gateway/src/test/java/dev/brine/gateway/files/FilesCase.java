package dev.brine.gateway.files;

import dev.brine.gateway.flow.HeldWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.source.SourceContext;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A look at files with a writer that keeps what it gets. A test calls {@link Look#once} itself, so nothing waits. */
abstract class FilesCase {

    @TempDir
    Path directory;

    final HeldWriter writer = new HeldWriter();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    SchemaRegistry registry;
    Clock clock = Clock.systemUTC();

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        Files.createDirectories(directory.resolve("checkpoints"));
        registry = Schemas.in(directory);
        Schemas.register(registry, "t-value", Schemas.ORDER);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    SourceContext context() {
        return new SourceContext(
                writer,
                new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters),
                directory.resolve("checkpoints"),
                meters);
    }

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

    /** The ids of what was written, in order. */
    List<String> ids() {
        return writer.records().stream()
                .map(SourceRecord::value)
                .map(value -> value instanceof GenericRecord order
                        ? order.get("id").toString()
                        : String.valueOf(((Map<?, ?>) value).get("id")))
                .toList();
    }

    static String order(Object id) {
        return "{\"id\":\"" + id + "\"}";
    }

    static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
