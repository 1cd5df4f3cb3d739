package dev.brine.cli.demo;

import dev.brine.cli.demo.Sale.Customer;
import dev.brine.cli.demo.Sale.Line;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes up sales: the same ones for the same seed. Customers order again, some often. Not safe for several threads. */
final class SaleGenerator {

    private static final int CUSTOMERS = 2_000;
    private static final Instant OPENING = Instant.parse("2026-11-20T08:00:00Z");

    private static final String[] GIVEN = {
        "Anna", "José", "Søren", "Zoë", "Łukasz", "Ngọc", "Юлия", "김지우", "さくら", "Amélie", "Björn", "Ömer", "Γιώργος",
        "محمد"
    };
    private static final String[] FAMILY = {
        "Müller", "García", "Ærø", "O’Brien", "Kowalski", "Nguyễn", "Иванова", "박", "佐藤", "Lefèvre", "Åkesson", "Yılmaz"
    };
    private static final String[][] CITIES = {
        {"Seoul", "KR"},
        {"Zürich", "CH"},
        {"København", "DK"},
        {"São Paulo", "BR"},
        {"Łódź", "PL"},
        {"東京", "JP"},
        {"Αθήνα", "GR"},
        {"Malmö", "SE"}
    };
    private static final String[] STREETS = {"Mühlenweg", "Rua Augusta", "세종대로", "Ørestads Boulevard", "Main Street"};
    private static final String[][] GOODS = {
        {"Gurken im Glas", "3.49"}, {"Kimchi 1 kg", "7.90"}, {"Oliven, grün", "4.25"}, {"Jalapeños", "2.99"},
        {"Salz, grob", "1.10"}, {"Weißkohl", "2.30"}, {"Einmachglas 1 l", "2.75"}, {"Crème fraîche", "1.89"},
        {"Rote Bete", "1.95"}, {"Sauerkraut", "2.20"}
    };
    private static final String[] STATUS = {"PLACED", "PAID", "SHIPPED", "DELIVERED", "CANCELLED"};
    private static final String[] CHANNELS = {"WEB", "APP", "PHONE", "STORE"};
    private static final String[] CURRENCIES = {"EUR", "EUR", "EUR", "KRW", "CHF", "DKK"};

    private final Random random;
    private long number;

    SaleGenerator(long seed) {
        this.random = new Random(seed);
    }

    /** @param shipping whether the version that it is for knows shipping costs and currencies */
    Sale next(boolean shipping) {
        number++;
        List<Line> lines = lines();
        BigDecimal cost = shipping && random.nextInt(3) > 0 ? new BigDecimal("4.90") : null;
        Instant created = OPENING.plusMillis(number * 37 + random.nextInt(1_000));
        LocalDate day = created.atZone(ZoneOffset.UTC).toLocalDate();
        return new Sale(
                new UUID(random.nextLong(), random.nextLong()),
                number,
                customer(),
                pick(STATUS),
                pick(CHANNELS),
                created,
                random.nextBoolean() ? created.plusSeconds(1 + random.nextInt(86_400)) : null,
                day,
                shipping ? pick(CURRENCIES) : "EUR",
                lines,
                cost,
                Sale.sum(lines).add(cost == null ? BigDecimal.ZERO : cost),
                random.nextInt(4) == 0 ? 0.07 : 0.19,
                random.nextInt(12) == 0,
                random.nextInt(5) == 0
                        ? "Bitte bei Nr. " + random.nextInt(90) + " klingeln \u2013 danke! \uD83E\uDD52"
                        : null,
                attributes());
    }

    private Customer customer() {
        // Squared, so that some customers order much more often than others.
        double share = random.nextDouble();
        int id = (int) (share * share * CUSTOMERS);
        Random own = new Random(id * 7_919L + 17);
        String[] city = CITIES[own.nextInt(CITIES.length)];
        return new Customer(
                1_000_000L + id,
                GIVEN[own.nextInt(GIVEN.length)] + " " + FAMILY[own.nextInt(FAMILY.length)],
                optional(own, "c" + id + "@example.org"),
                optional(own, "+49 30 " + (100_000 + own.nextInt(899_999))),
                STREETS[own.nextInt(STREETS.length)] + " " + (1 + own.nextInt(120)),
                city[0],
                optional(own, String.format("%05d", own.nextInt(100_000))),
                city[1]);
    }

    private List<Line> lines() {
        int count = 1 + random.nextInt(4);
        List<Line> lines = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int good = random.nextInt(GOODS.length);
            lines.add(new Line(
                    "SKU-" + (4_000 + good), GOODS[good][0], 1 + random.nextInt(5), new BigDecimal(GOODS[good][1])));
        }
        return lines;
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        if (random.nextInt(3) == 0) {
            attributes.put("campaign", "herbst-" + random.nextInt(4));
        }
        if (random.nextInt(6) == 0) {
            attributes.put("gutschein", "ESSIG" + random.nextInt(100));
        }
        return attributes;
    }

    private static @Nullable String optional(Random own, String text) {
        return own.nextInt(5) == 0 ? null : text;
    }

    private String pick(String[] from) {
        return from[random.nextInt(from.length)];
    }
}
