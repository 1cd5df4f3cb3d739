package dev.brine.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.broker.junit.BrineBroker;
import dev.brine.broker.junit.BrineTopic;
import dev.brine.gateway.client.StubServer;
import dev.brine.gateway.client.UpstreamSettings;
import dev.brine.gateway.flow.KafkaTopicWriter;
import dev.brine.gateway.flow.TopicFormats;
import dev.brine.gateway.forward.ForwardSettings.Part;
import dev.brine.gateway.forward.ForwardSettings.Publish;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.store.MemoryStore;
import dev.brine.registry.store.StoreRegistry;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes through a route is in the topic that the route names. */
@BrineBroker
@Timeout(120)
final class PublishIT {

    EmbeddedBroker broker;

    private final MemoryStore store = new MemoryStore();
    private final SchemaRegistry registry = new StoreRegistry(store, store::state);

    @Test
    void anAnswerIsInTheTopicWhenTheClientHasIt(@BrineTopic String topic) {
        registry.register(topic + "-value", Gate.WEATHER, List.of());
        TopicFormats formats = new TopicFormats(registry, Map.of(), Limits.DEFAULT, new SimpleMeterRegistry());
        try (StubServer server = new StubServer((seen, out) -> StubServer.send(
                        out,
                        200,
                        "{\"city\":\"Seoul\",\"temp\":3.5}".getBytes(UTF_8),
                        "Content-Type",
                        "application/json"));
                KafkaTopicWriter writer = KafkaTopicWriter.of(formats)
                        .kafka(Map.of("bootstrap.servers", broker.bootstrapServers()))
                        .meters(new SimpleMeterRegistry())
                        .build();
                Gate gate = new Gate(
                        writer,
                        ForwardSettings.of("/forward/w", UpstreamSettings.of("/forward/w", server.url("")), "json")
                                .withSchema("weather-value")
                                .with(new Publish(topic, Part.ANSWER)),
                        ForwardSettings.of(
                                        "/forward/lost", UpstreamSettings.of("/forward/lost", server.url("")), "json")
                                .withSchema("weather-value")
                                .with(new Publish("no-such-topic", Part.ANSWER)))) {
            // When
            HttpResponse<byte[]> answer = gate.get("/forward/w/today");
            HttpResponse<byte[]> lost = gate.get("/forward/lost");

            // Then
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("brine-published")).hasValue("0:0");
            ConsumerRecord<byte[], byte[]> record = read(topic);
            assertThat(formats.of(topic).decode("avro", Arrays.copyOfRange(record.value(), 5, record.value().length)))
                    .isEqualTo(Map.of("city", "Seoul", "temp", 3.5));
            assertThat(header(record, "brine.source")).isEqualTo("forward:/forward/w");
            assertThat(header(record, "brine.forward.path")).isEqualTo("/forward/w/today");
            assertThat(header(record, "brine.forward.status")).isEqualTo("200");
            assertThat(lost.statusCode()).isEqualTo(200);
            assertThat(lost.headers().firstValue("brine-published")).hasValue("no");
        }
    }

    private ConsumerRecord<byte[], byte[]> read(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            return consumer.poll(Duration.ofSeconds(20)).iterator().next();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
