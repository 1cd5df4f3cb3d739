package dev.brine.bench;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** The objects that everybody encodes: the same for every arm, every run and every machine. */
public final class Samples {

    /** How many there are; a power of two. */
    static final int COUNT = 1024;

    private static final long SEED = 20261120;

    private static final String[] SURNAMES = {"김", "이", "박", "최", "정", "강", "조", "윤", "장", "임"};
    private static final String[] GIVEN = {"민준", "서연", "도윤", "하은", "지호", "수아", "예준", "지우", "현우", "윤서"};
    private static final String[] CITIES = {"서울특별시 마포구", "부산광역시 해운대구", "대전광역시 유성구", "제주시", "Incheon", "Seongnam"};
    private static final String[] STREETS = {
        "월드컵북로 은행나무길", "테헤란로 한빛아파트", "중앙대로", "한라대학로", "Songdo-daero 30beon-gil", "Pangyo-ro"
    };
    private static final String[] GOODS = {
        "무선 기계식 키보드", "모니터 암", "커피 원두 1kg", "USB-C cable 2 m, 100 W", "Notebook stand", "책상 매트 (대형)", "Desk lamp", "이어폰"
    };
    private static final String[] TAGS = {"gift", "express", "b2b", "first-order", "fragile"};
    private static final String[] KEYS = {"campaign", "device", "referrer", "ab-test", "store", "locale"};
    private static final String[] WORDS = {"summer-2026", "android", "search", "variant-b", "gangnam-3", "ko-KR"};

    private static final String[] KINDS = {"meter", "valve", "pump", "gateway"};

    private final SplittableRandom random;

    private Samples(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Samples of the shape that is written. */
    public static List<Map<String, Object>> of(Shape shape) {
        return of(shape, COUNT);
    }

    static List<Map<String, Object>> of(Shape shape, int count) {
        Samples samples = new Samples(SEED);
        return IntStream.range(0, count).mapToObj(i -> samples.next(shape)).toList();
    }

    private Map<String, Object> next(Shape shape) {
        return switch (shape) {
            case SMALL -> small();
            case ORDER -> order();
            case WIDE -> wide(shape.writer());
            case EVOLVE -> older(order());
        };
    }

    private Map<String, Object> small() {
        Map<String, Object> small = new LinkedHashMap<>();
        small.put("id", random.nextLong(1L << 40));
        small.put("name", "sensor-" + random.nextInt(100_000));
        small.put("active", random.nextBoolean());
        small.put("score", random.nextDouble());
        small.put("count", random.nextInt(5_000));
        return small;
    }

    private Map<String, Object> order() {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("orderId", "ORD-2026-" + digits(8));
        order.put("customerId", random.nextLong(1, 1L << 31));
        order.put("customerName", person());
        sometimes(0.8, order, "email", "user" + digits(5) + "@example.com");
        sometimes(0.5, order, "phone", "+82-10-" + digits(4) + "-" + digits(4));
        order.put("status", pick("CREATED", "PAID", "SHIPPED", "DELIVERED", "RETURNED", "CANCELLED"));
        order.put("channel", pick("WEB", "MOBILE", "STORE", "PARTNER"));
        Instant created = Instant.ofEpochMilli(1_780_000_000_000L + random.nextLong(10_000_000_000L));
        order.put("createdAt", created);
        order.put("updatedAt", created.plusNanos(random.nextLong(1_000_000_000L) * 1_000));
        sometimes(0.7, order, "paidAt", created.plusMillis(random.nextInt(600_000)));
        order.put("deliveryDate", LocalDate.of(2026, 6, 1).plusDays(random.nextInt(200)));
        order.put("currency", "KRW");
        order.put("subtotal", amount(100_000_000));
        sometimes(0.4, order, "discount", amount(1_000_000));
        order.put("total", amount(100_000_000));
        order.put("taxRate", pick("0.1", "0.05", "0.0").length() * 0.03125);
        order.put("shipping", address());
        sometimes(0.3, order, "billing", address());
        order.put("items", list(3 + random.nextInt(3), this::item));
        order.put("attributes", attributes());
        order.put("tags", list(1 + random.nextInt(3), () -> pick(TAGS)));
        order.put("priority", random.nextInt(5));
        order.put("giftWrap", random.nextBoolean());
        sometimes(0.3, order, "note", pick("문 앞에 놓아 주세요", "경비실에 맡겨 주세요", "Please ring twice"));
        sometimes(0.2, order, "couponCode", "WELCOME-" + digits(4));
        sometimes(0.6, order, "weightGrams", 200 + random.nextInt(20_000));
        order.put("sourceIp", "203.0.113." + random.nextInt(256));
        return order;
    }

    private Map<String, Object> address() {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("recipient", person());
        address.put("street", pick(STREETS) + " " + (1 + random.nextInt(400)));
        address.put("city", pick(CITIES));
        address.put("postalCode", digits(5));
        address.put("country", "KR");
        sometimes(0.5, address, "floor", 1 + random.nextInt(40));
        return address;
    }

    private Map<String, Object> item() {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("sku", "SKU-" + digits(6));
        item.put("name", pick(GOODS));
        item.put("quantity", 1 + random.nextInt(5));
        item.put("unitPrice", amount(10_000_000));
        sometimes(0.2, item, "note", pick("색상: 검정", "engraving"));
        return item;
    }

    private Map<String, Object> attributes() {
        Map<String, Object> attributes = new LinkedHashMap<>();
        int first = random.nextInt(KEYS.length);
        for (int i = 0, count = 2 + random.nextInt(2); i < count; i++) {
            attributes.put(KEYS[(first + i) % KEYS.length], pick(WORDS));
        }
        return attributes;
    }

    /** The same order as version 1 would have had it. */
    private Map<String, Object> older(Map<String, Object> order) {
        Map<String, Object> old = new LinkedHashMap<>(order);
        old.keySet().removeAll(List.of("customerName", "tags", "priority", "couponCode", "weightGrams", "sourceIp"));
        old.put("customerId", (int) (long) order.get("customerId"));
        old.put("customer", order.get("customerName"));
        old.put("legacyRef", "L" + digits(9));
        sometimes(0.2, old, "fax", "+82-2-" + digits(7));
        old.put("taxRate", (float) (double) order.get("taxRate"));
        old.put("status", pick("CREATED", "PAID", "ON_HOLD", "SHIPPED", "DELIVERED"));
        old.computeIfAbsent("note", name -> "none");
        old.put("shipping", without(order.get("shipping"), "floor"));
        old.computeIfPresent("billing", (name, billing) -> without(billing, "floor"));
        old.put(
                "items",
                ((List<?>) order.get("items")).stream().map(this::older).toList());
        return old;
    }

    private Map<String, Object> older(Object item) {
        Map<String, Object> old = without(item, "note");
        old.put("barcode", "880" + digits(10));
        return old;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> without(Object map, String name) {
        Map<String, Object> rest = new LinkedHashMap<>((Map<String, Object>) map);
        rest.remove(name);
        return rest;
    }

    /** As wide tables are: each kind of row fills columns of its own, about half of them, with few exceptions. */
    private Map<String, Object> wide(Schema schema) {
        Map<String, Object> wide = new LinkedHashMap<>();
        int kind = random.nextInt(KINDS.length);
        for (Schema.Field field : schema.getFields()) {
            if (!field.schema().isUnion()) {
                wide.put(field.name(), scalar(field.schema()));
                continue;
            }
            boolean usual = (field.pos() * 7 + kind * 5 & 3) < 2;
            if (usual ^ random.nextInt(50) == 0) {
                wide.put(field.name(), scalar(field.schema().getTypes().get(1)));
            }
        }
        wide.put("kind", KINDS[kind]);
        return wide;
    }

    private Object scalar(Schema schema) {
        LogicalType logical = schema.getLogicalType();
        return switch (schema.getType()) {
            case INT -> random.nextInt(100_000);
            case STRING -> pick(WORDS);
            case DOUBLE -> random.nextDouble();
            case BOOLEAN -> random.nextBoolean();
            case BYTES -> amount(10_000_000);
            case LONG ->
                logical == null
                        ? random.nextLong(1L << 36)
                        : (Object) Instant.ofEpochMilli(1_780_000_000_000L + random.nextLong(10_000_000_000L));
            default -> throw new IllegalArgumentException("no value for " + schema);
        };
    }

    private String person() {
        return pick(SURNAMES) + pick(GIVEN);
    }

    private BigDecimal amount(int below) {
        return BigDecimal.valueOf(random.nextLong(100, below), 2);
    }

    private String digits(int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    // A copy, because in a program every object holds its own text.
    private String pick(String... from) {
        return String.valueOf(from[random.nextInt(from.length)].toCharArray());
    }

    private void sometimes(double share, Map<String, Object> map, String name, Object value) {
        if (random.nextDouble() < share) {
            map.put(name, value);
        }
    }

    private static List<Object> list(int count, Supplier<?> item) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(item.get());
        }
        return list;
    }
}
