package dev.brine.bench.pojo;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Order} as a plain class. */
public final class Order {

    public @Nullable String orderId;
    public long customerId;
    public @Nullable String customerName;
    public @Nullable String email;
    public @Nullable String phone;
    public @Nullable OrderStatus status;
    public @Nullable Channel channel;
    public @Nullable Instant createdAt;
    public @Nullable Instant updatedAt;
    public @Nullable Instant paidAt;
    public @Nullable LocalDate deliveryDate;
    public @Nullable String currency;
    public @Nullable BigDecimal subtotal;
    public @Nullable BigDecimal discount;
    public @Nullable BigDecimal total;
    public double taxRate;
    public @Nullable Address shipping;
    public @Nullable Address billing;
    public @Nullable List<LineItem> items;
    public @Nullable Map<String, String> attributes;
    public @Nullable List<String> tags;
    public int priority;
    public boolean giftWrap;
    public @Nullable String note;
    public @Nullable String couponCode;
    public @Nullable Integer weightGrams;
    public @Nullable String sourceIp;
}
