package dev.brine.gateway.registry;

import static dev.brine.gateway.registry.Rest.F1;
import static dev.brine.gateway.registry.Rest.INT;
import static dev.brine.gateway.registry.Rest.STRING;
import static dev.brine.gateway.registry.Rest.body;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaRegistryContract;
import dev.brine.registry.topic.TopicStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of registries over a server over a topic, and several servers of one topic. */
@BrineBroker
@Timeout(120)
final class TopicServersIT extends SchemaRegistryContract {

    EmbeddedBroker broker;

    private final String topic = "schemas-" + UUID.randomUUID();
    private final List<Rest> servers = new ArrayList<>();

    @Override
    protected SchemaRegistry registryWith(List<Registered> registrations) {
        SchemaRegistry registry = SchemaRegistries.open(serve(true).url(), Map.of());
        registrations.forEach(one -> registry.register(one.subject(), one.text(), one.references()));
        return registry;
    }

    private Rest serve(boolean writable) {
        TopicStore store = TopicStore.open(
                topic, Map.of("bootstrap.servers", broker.bootstrapServers()), writable, Duration.ofSeconds(20));
        Rest rest = Rest.over(store, store::upToDate);
        servers.add(rest);
        return rest;
    }

    @AfterEach
    void close() {
        servers.forEach(Rest::close);
    }

    @Test
    void whatOneServerTookAnotherHasAtOnce() {
        // Given
        Rest first = serve(true);
        Rest second = serve(true);

        for (int i = 0; i < 20; i++) {
            // When
            String schema = "{\"type\":\"fixed\",\"name\":\"F" + i + "\",\"size\":4}";
            int id = (i % 2 == 0 ? first : second).register("s" + i, schema);

            // Then
            Rest other = i % 2 == 0 ? second : first;
            other.get("/schemas/ids/" + id + "?subject=s" + i).has("{\"version\":1}");
            other.post("/subjects/s" + i, body(schema)).has("{\"id\":" + id + "}");
        }
    }

    @Test
    void serverForReadingKnowsWhatIsKnownAndTakesNothingNew() {
        // Given
        Rest writing = serve(true);
        writing.register("s", STRING);
        Rest reading = serve(false);

        // When, Then
        reading.post("/subjects/s/versions", body(STRING)).has("{\"id\":1}");
        reading.post("/subjects/s/versions", body(F1)).refused(40901);
        reading.post("/subjects/t/versions", body(INT)).refused(42205).says("--writable");
        reading.delete("/subjects/s").refused(42205);
        reading.put("/mode", "{\"mode\":\"READONLY\"}").refused(42205);
        writing.put("/mode", "{\"mode\":\"READONLY\"}").is("{\"mode\":\"READONLY\"}");
        assertThat(writing.post("/subjects/t/versions", body(INT)).status()).isEqualTo(422);
    }
}
