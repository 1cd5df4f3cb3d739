package dev.brine.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import debian.BinaryPackage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import openweather.CurrentWeather;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import shop.Order;

final class EvolutionTest {

    private static final Schema MONEY = parse("shop.Money/v1.avsc");
    private static final Schema V1 = parse("orders-value/v1.avsc");
    private static final Schema V2 = parse("orders-value/v2.avsc", MONEY);
    private static final Schema V3 = parse("orders-value/v3.avsc", MONEY);

    @Test
    void anOrderOfTheFirstVersionIsReadByTheNewest() throws IOException {
        // Given
        GenericRecord old = firstOrder();

        // When
        GenericRecord read = readAs(V3, V1, old);

        // Then
        assertThat(read.get("buyerName")).hasToString("김지우");
        assertThat(read.get("number")).isEqualTo(7L);
        assertThat(read.get("currency")).hasToString("EUR");
        assertThat(read.get("channel")).hasToString("WEB");
        assertThat(read.get("shippingCost")).isNull();
        assertThat((List<?>) read.get("discounts")).isEmpty();
        assertThat(read.getSchema().getField("faxNumber")).isNull();
    }

    @Test
    void theFirstVersionIsReadAlikeByWayOfTheSecond() throws IOException {
        // Given
        GenericRecord second = readAs(V2, V1, firstOrder());

        // When
        GenericRecord third = readAs(V3, V2, second);

        // Then
        assertThat(third).isEqualTo(readAs(V3, V1, firstOrder()));
    }

    @Test
    void generatedClassesCarryTheNewestSchemas() {
        // Given
        Schema packages = parse("packages-value/v2.avsc");
        Schema weather = parse("weather-value/v1.avsc");

        // When, Then
        assertThat(List.of(Order.getClassSchema(), BinaryPackage.getClassSchema(), CurrentWeather.getClassSchema()))
                .extracting(SchemaNormalization::toParsingForm)
                .containsExactly(
                        SchemaNormalization.toParsingForm(V3),
                        SchemaNormalization.toParsingForm(packages),
                        SchemaNormalization.toParsingForm(weather));
    }

    @Test
    void everySampleLineHasExactlyTheFieldsOfTheNewestPackage() throws IOException {
        // Given
        List<String> fields = fieldNames(parse("packages-value/v2.avsc"));
        ObjectMapper json = new ObjectMapper();

        // When
        List<String> lines = Files.readAllLines(Path.of("samples/packages.jsonl"));

        // Then
        assertThat(lines).hasSize(48);
        for (String line : lines) {
            JsonNode value = json.readTree(line);
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            assertThat(names).isEqualTo(fields);
        }
        assertThat(lines).anyMatch(line -> line.contains("\"homepage\":null"));
    }

    private static List<String> fieldNames(Schema record) {
        return record.getFields().stream().map(Schema.Field::name).toList();
    }

    private static GenericRecord firstOrder() {
        Schema address = V1.getField("shippingAddress").schema();
        Schema status = V1.getField("status").schema();
        return new GenericRecordBuilder(V1)
                .set("orderId", "6f2c1f0e-4f0b-4a83-9a1c-0f4b7c3d2e10")
                .set("number", 7)
                .set("customerId", 1L << 40)
                .set("customerName", "김지우")
                .set("faxNumber", "+82 2 000 0000")
                .set("status", new GenericData.EnumSymbol(status, "PAID"))
                .set("createdAt", 1_795_209_663_819L)
                .set("orderedOn", 20_777)
                .set(
                        "total",
                        ByteBuffer.wrap(new BigDecimal("19.90").unscaledValue().toByteArray()))
                .set("taxRate", 0.19)
                .set(
                        "shippingAddress",
                        new GenericRecordBuilder(address)
                                .set("street", "Hauptstraße 1")
                                .set("city", "Köln")
                                .set("country", "DE")
                                .build())
                .set("items", List.of())
                .set("attributes", Map.of("gift", "yes"))
                .build();
    }

    private static GenericRecord readAs(Schema reader, Schema writer, GenericRecord value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(writer).write(value, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(writer, reader)
                .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
    }

    private static Schema parse(String file, Schema... shared) {
        try {
            return new Schema.Parser()
                    .addTypes(List.of(shared))
                    .parse(Path.of(file).toFile());
        } catch (IOException e) {
            throw new AssertionError("cannot read " + file, e);
        }
    }
}
