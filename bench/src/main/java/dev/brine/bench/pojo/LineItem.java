package dev.brine.bench.pojo;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@code LineItem} as a plain class. */
public final class LineItem {

    public @Nullable String sku;
    public @Nullable String name;
    public int quantity;
    public @Nullable BigDecimal unitPrice;
    public @Nullable String note;
}
