package dev.brine.serdes.avro;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import shop.Address;
import shop.Channel;
import shop.LineItem;
import shop.Money;
import shop.Order;
import shop.OrderStatus;

/** Orders as a shop has them, the same ones for the same seed. */
final class Orders {

    private static final String[] CITIES = {"서울특별시", "Busan", "Zürich", "İstanbul", "São Paulo", "Kraków"};
    private static final String[] WORDS = {"tea", "jasmine tea", "cup", "주전자", "Löffel", "honey", "a set of six spoons"
    };

    private final Random random;

    Orders(long seed) {
        this.random = new Random(seed);
    }

    static List<Order> of(long seed, int count) {
        Orders orders = new Orders(seed);
        List<Order> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(orders.order(i));
        }
        return list;
    }

    Order order(long number) {
        Instant created = Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(1_000_000_000));
        return Order.newBuilder()
                .setOrderId(new UUID(random.nextLong(), random.nextLong()))
                .setNumber(number * 1_000_003)
                .setStatus(OrderStatus.values()[random.nextInt(OrderStatus.values().length)])
                .setChannel(Channel.values()[random.nextInt(Channel.values().length)])
                .setCreatedAt(created)
                .setUpdatedAt(random.nextBoolean() ? created.plusSeconds(60) : null)
                .setPaidAt(random.nextBoolean() ? created.plusSeconds(90) : null)
                .setOrderedOn(LocalDate.ofEpochDay(19_000 + random.nextInt(1000)))
                .setDeliverBy(random.nextBoolean() ? LocalDate.ofEpochDay(21_000) : null)
                .setCustomerId(random.nextInt(100_000_000))
                .setBuyerName("김서연 " + random.nextInt(1000))
                .setEmail(random.nextInt(4) > 0 ? "buyer" + random.nextInt(1000) + "@example.org" : null)
                .setPhone(null)
                .setLoyaltyPoints(random.nextInt(5000))
                .setShippingAddress(address())
                .setBillingAddress(random.nextInt(3) == 0 ? address() : null)
                .setItems(items())
                .setCurrency("EUR")
                .setTotal(amount(10_000_000))
                .setTaxRate(random.nextInt(25) / 100.0)
                .setTax(random.nextBoolean() ? amount(100_000) : null)
                .setShippingCost(random.nextBoolean() ? money() : null)
                .setDiscounts(random.nextInt(3) == 0 ? List.of(money()) : List.of())
                .setGift(random.nextBoolean())
                .setNote(random.nextInt(3) == 0 ? "Please ring twice. 문 앞에 놓아 주세요." : null)
                .setTags(List.of("web", "returning"))
                .setAttributes(attributes())
                .build();
    }

    private Address address() {
        return new Address(
                random.nextInt(200) + " Teheran-ro",
                CITIES[random.nextInt(CITIES.length)],
                random.nextBoolean() ? "0" + random.nextInt(9999) : null,
                "KR");
    }

    private List<LineItem> items() {
        List<LineItem> items = new ArrayList<>();
        for (int i = 3 + random.nextInt(3); i > 0; i--) {
            items.add(new LineItem(
                    "SKU-" + random.nextInt(1_000_000),
                    WORDS[random.nextInt(WORDS.length)],
                    1 + random.nextInt(9),
                    amount(100_000),
                    random.nextInt(3) == 0 ? List.of("gift-wrapped") : List.of()));
        }
        return items;
    }

    private Money money() {
        return new Money(amount(100_000), "EUR");
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("campaign", "autumn-" + random.nextInt(10));
        attributes.put("device", random.nextBoolean() ? "phone" : "desktop");
        return attributes;
    }

    private BigDecimal amount(int most) {
        return BigDecimal.valueOf(random.nextInt(most), 2);
    }
}
