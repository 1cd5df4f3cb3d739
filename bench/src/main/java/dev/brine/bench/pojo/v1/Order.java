package dev.brine.bench.pojo.v1;

import dev.brine.bench.pojo.Channel;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code Order} of version 1 as a plain class. */
public final class Order {

    public @Nullable String orderId;
    public int customerId;
    public @Nullable String customer;
    public @Nullable String legacyRef;
    public @Nullable String fax;
    public @Nullable String email;
    public @Nullable String phone;
    public @Nullable OrderStatus status;
    public @Nullable Channel channel;
    public @Nullable String currency;
    public @Nullable BigDecimal subtotal;
    public @Nullable BigDecimal discount;
    public @Nullable BigDecimal total;
    public float taxRate;
    public @Nullable Instant createdAt;
    public @Nullable Instant updatedAt;
    public @Nullable Instant paidAt;
    public @Nullable LocalDate deliveryDate;
    public @Nullable Address shipping;
    public @Nullable Address billing;
    public @Nullable List<LineItem> items;
    public @Nullable Map<String, String> attributes;
    public boolean giftWrap;
    public @Nullable String note;
}
