package dev.brine.bench.pojo.v1;

/** {@code OrderStatus} of version 1, with a symbol that version 3 does not know. */
public enum OrderStatus {
    CREATED,
    PAID,
    ON_HOLD,
    SHIPPED,
    DELIVERED,
    RETURNED,
    CANCELLED
}
