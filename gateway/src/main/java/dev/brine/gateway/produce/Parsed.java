package dev.brine.gateway.produce;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The records of a body, before their values are decoded. */
record Parsed(List<Item> items, boolean batch, boolean json) {

    /** @param value decodes it; gives null for a tombstone */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each record
    record Item(
            Supplier<@Nullable Object> value,
            byte @Nullable [] key,
            @Nullable Integer partition,
            @Nullable Long timestamp) {}

    Parsed {
        items = List.copyOf(items);
    }

    static Parsed one(Item item, boolean json) {
        return new Parsed(List.of(item), false, json);
    }

    static Parsed many(List<Supplier<@Nullable Object>> values, RecordFields fields, boolean json) {
        List<Item> items = new ArrayList<>(values.size());
        for (Supplier<@Nullable Object> value : values) {
            items.add(new Item(value, fields.key(), fields.partition(), fields.timestamp()));
        }
        return new Parsed(items, true, json);
    }
}
