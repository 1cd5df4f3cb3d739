package dev.brine.serdes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.frame.Frames;
import dev.brine.serdes.record.SerdeOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import shop.Money;

/**
 * Records as this release wrote them, kept for ever: what is read here must be readable by every later release ({@code
 * -Dbrine.write.fixtures=true} writes those of a new one). One line a part, {@code payload} or a header's name, then hexadecimal bytes. Schemas and ids are those of {@code
 * schemas/}.
 */
class FrameFixturesTest {

    private static final Path FIXTURES = Path.of("src/test/resources/fixtures/frames");
    private static final Money PRICE = new Money(new BigDecimal("-12.50"), "KRW");

    @ParameterizedTest
    @CsvSource({
        "confluent,avro",
        "confluent,json",
        "confluent-header,avro",
        "confluent-header,json",
        "single-object,avro",
        "single-object,json",
        "apicurio,avro",
        "apicurio,json",
        "apicurio-header,avro",
        "apicurio-header,json",
        "none,avro",
        "none,json"
    })
    void recordOfThisReleaseIsReadAndWrittenTheSame(String frame, String codec) throws IOException {
        Path file = FIXTURES.resolve("0.1-" + frame + "-" + codec + ".txt");
        try (SchemaRegistry registry = SchemaRegistries.open("dir:../schemas", Map.of())) {
            // Given
            SerdeOptions<Money> options = options(registry, frame, codec);
            Map<String, String> written = written(options);
            if (Boolean.getBoolean("brine.write.fixtures")) {
                save(file, written);
            }
            Map<String, String> kept = read(file);

            // When
            Money price = options.reader().read("prices", headers(kept), payload(kept));

            // Then
            assertThat(price).isEqualTo(PRICE);
            assertThat(written).isEqualTo(kept);
        }
    }

    @ParameterizedTest
    @CsvSource({"confluent-guid-avro", "confluent-header-id-avro"})
    void formsThatOthersWriteAreRead(String name) throws IOException {
        try (SchemaRegistry registry = SchemaRegistries.open("dir:../schemas", Map.of())) {
            Map<String, String> kept = read(FIXTURES.resolve("0.1-" + name + ".txt"));

            Money price = options(registry, "confluent", "avro").reader().read("prices", headers(kept), payload(kept));

            assertThat(price).isEqualTo(PRICE);
        }
    }

    @Test
    void bothWidthsAreReadWhereBothAreListed() throws IOException {
        try (SchemaRegistry registry = SchemaRegistries.open("dir:../schemas", Map.of())) {
            RecordReader<Money> reader = SerdeOptions.of(registry, Money.class)
                    .subject("shop.Money")
                    .accepted(List.of(Frames.CONFLUENT, Frames.APICURIO))
                    .meters(new SimpleMeterRegistry())
                    .reader();
            for (String frame : List.of("confluent", "apicurio")) {
                Map<String, String> kept = read(FIXTURES.resolve("0.1-" + frame + "-avro.txt"));

                assertThat(reader.resolve("prices", headers(kept), payload(kept))
                                .frame())
                        .isEqualTo(frame);
                assertThat(reader.read("prices", headers(kept), payload(kept))).isEqualTo(PRICE);
            }
        }
    }

    private static SerdeOptions<Money> options(SchemaRegistry registry, String frame, String codec) {
        return SerdeOptions.of(registry, Money.class)
                .subject("shop.Money")
                .frame(frame)
                .codec(codec)
                .meters(new SimpleMeterRegistry())
                .build();
    }

    private static Map<String, String> written(SerdeOptions<Money> options) {
        Headers headers = new RecordHeaders();
        Map<String, String> parts = new TreeMap<>();
        parts.put("payload", HexFormat.of().formatHex(options.writer().write("prices", headers, PRICE)));
        headers.forEach(header -> parts.put(header.key(), HexFormat.of().formatHex(header.value())));
        return parts;
    }

    private static void save(Path file, Map<String, String> parts) throws IOException {
        StringBuilder text = new StringBuilder();
        parts.forEach((name, hex) -> text.append(name).append(' ').append(hex).append('\n'));
        Files.writeString(file, text);
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> parts = new TreeMap<>();
        for (String line : Files.readAllLines(file, UTF_8)) {
            String[] words = line.split(" ");
            parts.put(words[0], words[1]);
        }
        return parts;
    }

    private static Headers headers(Map<String, String> parts) {
        Headers headers = new RecordHeaders();
        parts.forEach((name, hex) -> {
            if (!name.equals("payload")) {
                headers.add(name, HexFormat.of().parseHex(hex));
            }
        });
        return headers;
    }

    private static ByteBuffer payload(Map<String, String> parts) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(parts.get("payload")));
    }
}
