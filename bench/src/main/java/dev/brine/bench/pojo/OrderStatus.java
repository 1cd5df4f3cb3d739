package dev.brine.bench.pojo;

/** {@code OrderStatus}, for plain classes and records. */
public enum OrderStatus {
    CREATED,
    PAID,
    PACKED,
    SHIPPED,
    DELIVERED,
    RETURNED,
    CANCELLED
}
