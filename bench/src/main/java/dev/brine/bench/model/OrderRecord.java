package dev.brine.bench.model;

import dev.brine.bench.pojo.Channel;
import dev.brine.bench.pojo.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Order} as a Java record. */
public record OrderRecord(
        String orderId,
        long customerId,
        String customerName,
        @Nullable String email,
        @Nullable String phone,
        OrderStatus status,
        Channel channel,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant paidAt,
        LocalDate deliveryDate,
        String currency,
        BigDecimal subtotal,
        @Nullable BigDecimal discount,
        BigDecimal total,
        double taxRate,
        AddressRecord shipping,
        @Nullable AddressRecord billing,
        List<LineItemRecord> items,
        Map<String, String> attributes,
        List<String> tags,
        int priority,
        boolean giftWrap,
        @Nullable String note,
        @Nullable String couponCode,
        @Nullable Integer weightGrams,
        String sourceIp) {}
