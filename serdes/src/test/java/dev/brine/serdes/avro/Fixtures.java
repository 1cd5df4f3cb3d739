package dev.brine.serdes.avro;

import dev.brine.serdes.Limits;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.Schema;

/**
 * One order as each version of the schema has it, and its bytes as they were once written.
 *
 * <p>{@link #main} writes the files of versions that have none yet; it leaves the others as they are, because what a
 * release has written is read for ever.
 */
final class Fixtures {

    static final List<Integer> VERSIONS = List.of(1, 2, 3);

    private Fixtures() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder);
        for (int version : VERSIONS) {
            Path file = folder.resolve("order-v" + version + ".bin");
            if (Files.notExists(file)) {
                Files.write(
                        file,
                        new AvroCodec()
                                .encoder(schema(version), Map.class, Limits.DEFAULT)
                                .encode(new byte[0], order(version)));
            }
        }
    }

    static byte[] bytes(int version) {
        try (var in = Fixtures.class.getResourceAsStream("/fixtures/avro/order-v" + version + ".bin")) {
            return Objects.requireNonNull(in, "no fixture of version " + version)
                    .readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Schema schema(int version) {
        Schema.Parser parser = new Schema.Parser();
        if (version > 1) {
            parse(parser, "shop.Money/v1.avsc");
        }
        return parse(parser, "orders-value/v" + version + ".avsc");
    }

    private static Schema parse(Schema.Parser parser, String name) {
        try (var in = Fixtures.class.getResourceAsStream("/schemas/" + name)) {
            return parser.parse(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The order with the fields that a version has. */
    static Map<String, Object> order(int version) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("orderId", UUID.fromString("123e4567-e89b-12d3-a456-426614174000"));
        all.put("number", version == 1 ? (Object) 70_001 : (Object) 70_001L);
        all.put("status", "SHIPPED");
        all.put("channel", "PHONE");
        all.put("createdAt", Instant.parse("2026-11-20T13:45:00.123Z"));
        all.put("updatedAt", Instant.parse("2026-11-20T14:00:00Z"));
        all.put("paidAt", null);
        all.put("orderedOn", LocalDate.parse("2026-11-20"));
        all.put("deliverBy", LocalDate.parse("2026-11-27"));
        all.put("customerId", 5_000_000_000L);
        all.put("customerName", "김서연");
        all.put("buyerName", "김서연");
        all.put("email", "seoyeon@example.org");
        all.put("faxNumber", "02-123-4567");
        all.put("phone", null);
        all.put("loyaltyPoints", 12);
        all.put("shippingAddress", address(version));
        all.put("billingAddress", null);
        all.put("items", items(version));
        all.put("currency", "KRW");
        all.put("total", new BigDecimal("61.70"));
        all.put("taxRate", 0.1);
        all.put("tax", new BigDecimal("5.61"));
        all.put("shippingCost", Map.of("amount", new BigDecimal("3.00"), "currency", "KRW"));
        all.put("discounts", List.of(Map.of("amount", new BigDecimal("-1.00"), "currency", "KRW")));
        all.put("gift", true);
        all.put("note", "문 앞에 놓아 주세요 \ud83d\udea2");
        all.put("tags", List.of("web", "Grüße"));
        all.put("attributes", Map.of("campaign", "autumn"));
        return only(schema(version), all);
    }

    private static Map<String, Object> address(int version) {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("street", "152 Teheran-ro");
        address.put("city", "서울");
        address.put("postalCode", "06236");
        address.put("country", "KR");
        return only(schema(version).getField("shippingAddress").schema(), address);
    }

    private static List<Map<String, Object>> items(int version) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (String sku : List.of("TEA-1", "CUP-2")) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("sku", sku);
            item.put("name", "jasmine tea");
            item.put("quantity", 2);
            item.put("unitPrice", new BigDecimal("29.35"));
            item.put("options", List.of("gift-wrapped"));
            items.add(only(schema(version).getField("items").schema().getElementType(), item));
        }
        return items;
    }

    private static Map<String, Object> only(Schema record, Map<String, Object> all) {
        Map<String, Object> some = new LinkedHashMap<>();
        for (Schema.Field field : record.getFields()) {
            if (all.containsKey(field.name())) {
                some.put(field.name(), all.get(field.name()));
            }
        }
        return some;
    }
}
