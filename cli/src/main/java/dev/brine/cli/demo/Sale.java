package dev.brine.cli.demo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the shop, before any version of the schema. Amounts have two decimals.
 *
 * @param shipping null where it is free
 * @param total what the customer pays: the lines, and the shipping where the version has it
 */
record Sale(
        UUID id,
        long number,
        Customer customer,
        String status,
        String channel,
        Instant createdAt,
        @Nullable Instant paidAt,
        LocalDate orderedOn,
        String currency,
        List<Line> lines,
        @Nullable BigDecimal shipping,
        BigDecimal total,
        double taxRate,
        boolean gift,
        @Nullable String note,
        Map<String, String> attributes) {

    record Customer(
            long id,
            String name,
            @Nullable String email,
            @Nullable String phone,
            String street,
            String city,
            @Nullable String postalCode,
            String country) {}

    record Line(String sku, String name, int quantity, BigDecimal unitPrice) {}

    /** The sum of the lines. */
    static BigDecimal sum(List<Line> lines) {
        return lines.stream()
                .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
                .reduce(BigDecimal.ZERO.setScale(2), BigDecimal::add);
    }

    /** The same sale with a total that its lines do not add up to, which a handler must refuse. */
    Sale withWrongTotal() {
        return new Sale(
                id,
                number,
                customer,
                status,
                channel,
                createdAt,
                paidAt,
                orderedOn,
                currency,
                lines,
                shipping,
                total.add(BigDecimal.ONE),
                taxRate,
                gift,
                note,
                attributes);
    }
}
