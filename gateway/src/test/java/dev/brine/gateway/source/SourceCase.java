package dev.brine.gateway.source;

import dev.brine.gateway.flow.HeldWriter;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What a source works with: a registry with orders for topic {@code t}, and a writer that keeps what it gets. */
public abstract class SourceCase {

    @TempDir
    protected Path directory;

    protected final HeldWriter writer = new HeldWriter();
    protected final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    protected SchemaRegistry registry;

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

    protected final SourceContext context() {
        return new SourceContext(
                writer,
                new TopicFormats(registry, Map.of(), Limits.DEFAULT, meters),
                directory.resolve("checkpoints"),
                meters);
    }

    /** The ids of what was written, in order. */
    protected final List<String> ids() {
        return ids(writer);
    }

    protected static List<String> ids(HeldWriter writer) {
        return writer.records().stream()
                .map(SourceRecord::value)
                .map(value -> value instanceof GenericRecord order
                        ? order.get("id").toString()
                        : String.valueOf(((Map<?, ?>) value).get("id")))
                .toList();
    }
}
