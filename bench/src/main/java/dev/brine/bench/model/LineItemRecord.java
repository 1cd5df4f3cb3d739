package dev.brine.bench.model;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@code LineItem} as a Java record. */
public record LineItemRecord(
        String sku,
        String name,
        int quantity,
        BigDecimal unitPrice,
        @Nullable String note) {}
