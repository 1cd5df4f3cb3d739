package dev.brine.bench.pojo.v1;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** {@code LineItem} of version 1 as a plain class. */
public final class LineItem {

    public @Nullable String sku;
    public @Nullable String barcode;
    public @Nullable String name;
    public int quantity;
    public @Nullable BigDecimal unitPrice;
}
