package dev.brine.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.gateway.flow.Schemas;
import dev.brine.gateway.flow.SourceRecord;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.flow.Undecodable;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FeedWriterTest {

    /** As a class of an application. */
    public record OrderPlaced(String id, int count) {}

    @TempDir
    Path directory;

    @Test
    void valuesOfASourceAreObjectsOfTheApplication() throws Exception {
        // Given
        List<Object> seen = new CopyOnWriteArrayList<>();
        try (SchemaRegistry registry = registry();
                Events events = Events.builder("e")
                        .on(OrderPlaced.class, seen::add)
                        .on(Undecodable.class, event -> seen.add(event.position()))
                        .start()) {
            TopicFormats formats = new TopicFormats(registry, Map.of(), Limits.DEFAULT, new SimpleMeterRegistry());
            FeedWriter writer = new FeedWriter(events, formats, Map.of("t", OrderPlaced.class));

            // When
            writer.write(record(formats, "{\"id\":\"a\",\"count\":3}")).get();
            writer.reject(new Undecodable("t", new byte[1], null, "s", "p", new Exception("planned")))
                    .get();

            // Then
            assertThat(seen).containsExactly(new OrderPlaced("a", 3), "p");
        }
    }

    @Test
    void aSourceIsToldThatTheHandlerFailed() throws Exception {
        // Given
        try (SchemaRegistry registry = registry();
                Events events = Events.builder("e")
                        .on(Map.class, event -> {
                            throw new IllegalStateException("planned");
                        })
                        .start()) {
            TopicFormats formats = new TopicFormats(registry, Map.of(), Limits.DEFAULT, new SimpleMeterRegistry());
            FeedWriter writer = new FeedWriter(events, formats, Map.of());

            // When
            CompletableFuture<Acknowledged> written = writer.write(record(formats, "{\"id\":\"a\"}"));

            // Then
            assertThatThrownBy(written::get).hasRootCauseMessage("planned");
        }
    }

    private SourceRecord record(TopicFormats formats, String json) {
        Object value = formats.of("t").decode("json", json.getBytes(UTF_8));
        return new SourceRecord("t", value, null, null, null, new RecordHeaders(), "s", "p");
    }

    private SchemaRegistry registry() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        SchemaRegistry registry = Schemas.in(directory);
        Schemas.register(registry, "t-value", Schemas.ORDER.replace("Order", "OrderPlaced"));
        return registry;
    }
}
