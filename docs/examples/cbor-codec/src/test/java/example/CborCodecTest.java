package example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.BrineDeserializer;
import dev.brine.serdes.BrineSerializer;
import dev.brine.serdes.Codec;
import dev.brine.serdes.CodecContract;
import dev.brine.serdes.ContractSamples;
import dev.brine.serdes.ContractSamples.Parcel;
import dev.brine.serdes.ContractSamples.Sample;
import dev.brine.serdes.Fuzz;
import dev.brine.serdes.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every codec must do, and that this one is found and used by the serdes. */
class CborCodecTest extends CodecContract {

    @Override
    protected Codec codec() {
        return new CborCodec();
    }

    @Test
    void recordIsWrittenAndReadByTheSerdes(@TempDir Path schemas) {
        // Given
        Map<String, Object> properties = Map.of("brine.registry", "dir:" + schemas, "brine.type", Parcel.class);
        try (SchemaRegistry registry =
                SchemaRegistries.open("dir:" + schemas, Map.of(SchemaRegistries.WRITABLE, "true"))) {
            registry.register("parcels-value", ContractSamples.PARCEL.toString(), List.of());
        }
        Headers headers = new RecordHeaders();
        Sample<?> sample = ContractSamples.all().stream()
                .filter(each -> each.type() == Parcel.class)
                .findFirst()
                .orElseThrow();
        try (BrineSerializer<Object> serializer = new BrineSerializer<>();
                BrineDeserializer<Object> deserializer = new BrineDeserializer<>()) {
            serializer.configure(with(properties, "brine.codec", "cbor"), false);
            deserializer.configure(properties, false);

            // When
            byte[] bytes = serializer.serialize("parcels", headers, sample.value());

            // Then
            assertEquals(
                    "application/cbor",
                    new String(headers.lastHeader("content-type").value(), UTF_8));
            assertTrue((bytes[5] & 0xe0) == 0xa0 || (bytes[5] & 0xff) == 0xbf, "a CBOR map follows the frame");
            assertEquals(sample.value(), deserializer.deserialize("parcels", headers, bytes));
        }
    }

    @Test
    void brokenBytesAreValuesOrRefused() {
        List<Fuzz.Case> cases = new ArrayList<>();
        ContractSamples.all().forEach(sample -> cases.add(fuzzCase(sample)));
        List<byte[]> words = List.of(
                new byte[] {(byte) 0xbf},
                new byte[] {(byte) 0x9f, (byte) 0xff},
                new byte[] {(byte) 0xf7},
                new byte[] {(byte) 0xc2, 0x41, 7},
                new byte[] {(byte) 0x9b, 0, 0, 0, 1, 0, 0, 0, 0},
                new byte[] {0x7b, 0x7f, -1, -1, -1, -1, -1, -1, -1});

        Fuzz.Figures figures = new Fuzz(20_261_121, cases, words).run(Fuzz.INPUTS / 3);

        assertTrue(figures.values() > Fuzz.INPUTS / 300, figures.toString());
    }

    @Test
    void guideShowsThisVeryCode() throws IOException {
        String guide = Files.readString(Path.of("../../guide/own-codec.md"));
        String code = Files.readString(Path.of("src/main/java/example/CborCodec.java"));

        assertTrue(guide.contains("```java\n" + code + "```"), "docs/guide/own-codec.md shows other code");
        assertTrue(code.lines().count() < 100, "an example should stay under a hundred lines");
    }

    @Test
    void numberIsOneByteOfCbor() {
        byte[] seven = codec().encoder(Schema.create(Schema.Type.LONG), Long.class, Limits.DEFAULT)
                .encode(new byte[0], 7L);

        assertArrayEquals(new byte[] {7}, seven);
    }

    private <T> Fuzz.Case fuzzCase(Sample<T> sample) {
        byte[] bytes =
                codec().encoder(sample.schema(), sample.type(), Limits.DEFAULT).encode(new byte[0], sample.value());
        return new Fuzz.Case(
                sample.name(), bytes, codec().decoder(sample.schema(), sample.schema(), sample.type(), Limits.DEFAULT));
    }

    private static Map<String, Object> with(Map<String, Object> properties, String name, Object value) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put(name, value);
        return all;
    }
}
