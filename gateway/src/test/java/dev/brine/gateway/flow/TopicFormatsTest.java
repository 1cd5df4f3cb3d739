package dev.brine.gateway.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Limits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicFormatsTest {

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong(1);
    private SchemaRegistry registry;

    @BeforeEach
    void open() throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        registry = Schemas.in(directory);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private TopicFormats formats(Map<String, Binding> bindings) {
        return new TopicFormats(registry, bindings, Limits.DEFAULT, new SimpleMeterRegistry(), nanos::get);
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(UTF_8);
    }

    @Test
    void jsonPickleAndAvroOfOneValueDecodeToTheSame() {
        // Given
        SchemaVersion version = Schemas.register(registry, "orders-value", Schemas.ORDER);
        TopicFormat format = formats(Map.of()).of("orders");
        Object value = format.decode("json", json("{'id':'a','count':3,'price':'1.50'}"));

        for (String codec : List.of("json", "pickle", "avro")) {
            // When
            Object again = format.decode(codec, format.encode(codec, value, version));

            // Then
            assertThat(again).as(codec).isEqualTo(value);
        }
    }

    @Test
    void valueOfAnOldVersionIsSeenAsTheNewestOne() {
        // Given
        SchemaVersion first = Schemas.register(registry, "orders-value", Schemas.ORDER);
        byte[] old = formats(Map.of())
                .of("orders")
                .encode("avro", formats(Map.of()).of("orders").decode("json", json("{'id':'a'}")), first);
        SchemaVersion second = Schemas.register(registry, "orders-value", Schemas.ORDER_2);
        TopicFormat format = formats(Map.of()).of("orders");

        // When
        Object value = format.decode("avro", first, old);

        // Then
        assertThat(format.schema()).isEqualTo(second);
        assertThat(((Map<?, ?>) value).get("note")).hasToString("");
    }

    @Test
    void newVersionIsSeenAfterAFewSecondsAndTakesAValueOfTheOldOne() {
        // Given
        SchemaVersion first = Schemas.register(registry, "orders-value", Schemas.ORDER);
        TopicFormat format = formats(Map.of()).of("orders");
        Object value = format.decode("json", json("{'id':'a'}"));
        SchemaVersion second = Schemas.register(registry, "orders-value", Schemas.ORDER_2);
        assertThat(format.schema()).isEqualTo(first);

        // When
        nanos.addAndGet(TopicFormat.FRESH.toNanos());

        // Then
        assertThat(format.schema()).isEqualTo(second);
        assertThat(format.write(new RecordHeaders(), value).schema()).isEqualTo(second);
        GenericRecord old = new GenericData.Record(first.schema().schema());
        old.put("id", "b");
        old.put("count", 1);
        assertThat(format.write(new RecordHeaders(), old).schema()).isEqualTo(first);
    }

    @Test
    void bindingOfTheConfigurationSaysSubjectCodecAndFrame() {
        // Given
        Schemas.register(registry, "things", "'string'");
        TopicFormat format =
                formats(Map.of("t", new Binding("things", "json", "none"))).of("t");

        // When
        RecordHeaders headers = new RecordHeaders();
        TopicFormat.Written written = format.write(headers, format.decode("json", json("'x'")));

        // Then
        assertThat(written.bytes()).asString(UTF_8).isEqualTo("\"x\"");
        assertThat(new String(headers.lastHeader("content-type").value(), UTF_8))
                .isEqualTo("application/json");
    }

    @Test
    void pickledListIsManyValues() {
        // Given: [{'id': 'a'}, {'id': 'b', 'count': 2}] at protocol 2
        Schemas.register(registry, "orders-value", Schemas.ORDER);
        byte[] pickle = HexFormat.of()
                .parseHex("80025d7100287d710158020000006964710258010000006171037371047d71052868025801000000627106"
                        + "5805000000636f756e7471074b0275652e");

        // When
        List<Object> values = formats(Map.of()).of("orders").decodeMany("pickle", pickle);

        // Then
        assertThat(values).hasSize(2);
        assertThat(((Map<?, ?>) values.get(1)).get("count")).isEqualTo(2);
    }

    @Test
    void whatIsWrongIsADecodeExceptionWithTopicAndVersionAndNothingOfTheContent() {
        // Given
        Schemas.register(registry, "orders-value", Schemas.ORDER);
        TopicFormat format = formats(Map.of()).of("orders");

        // When, Then
        assertThatThrownBy(() -> format.decode("json", json("{'id':'secret','count':'many'}")))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("count")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("many");
        assertThatThrownBy(() -> format.decode("pickle", new byte[] {1, 2, 3})).isInstanceOf(DecodeException.class);
    }

    @Test
    void topicWithoutSchemaIsRefusedByName() {
        assertThatThrownBy(() -> formats(Map.of()).of("ghosts"))
                .isInstanceOf(NoSchemaException.class)
                .hasMessageContaining("ghosts-value");
    }
}
