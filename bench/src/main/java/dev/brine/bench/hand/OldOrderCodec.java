package dev.brine.bench.hand;

import dev.brine.bench.avro.Address;
import dev.brine.bench.avro.Channel;
import dev.brine.bench.avro.LineItem;
import dev.brine.bench.avro.Order;
import dev.brine.bench.avro.OrderStatus;
import dev.brine.serdes.Limits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What version 1 of {@code order-value} wrote, read by hand as version 3 has it. Nobody writes version 1 any more. */
public final class OldOrderCodec extends HandCodec<Order> {

    // By the symbols of version 1; ON_HOLD is unknown to version 3, so it is the default.
    private static final OrderStatus[] STATUS = {
        OrderStatus.CREATED,
        OrderStatus.PAID,
        OrderStatus.CREATED,
        OrderStatus.SHIPPED,
        OrderStatus.DELIVERED,
        OrderStatus.RETURNED,
        OrderStatus.CANCELLED
    };
    private static final Channel[] CHANNEL = Channel.values();
    private static final int LEAST_ITEM = 6;

    public OldOrderCodec(Limits limits) {
        super(limits);
    }

    @Override
    int write(byte[] b, int from, Order value) {
        throw new UnsupportedOperationException("version 1 is only read");
    }

    @Override
    Order read(In in) {
        Order value = new Order();
        value.setOrderId(in.string());
        value.setCustomerId(in.integer());
        value.setCustomerName(in.string());
        in.skipString();
        if (in.present()) {
            in.skipString();
        }
        value.setEmail(in.present() ? in.string() : null);
        value.setPhone(in.present() ? in.string() : null);
        value.setStatus(in.symbol(STATUS));
        value.setChannel(in.symbol(CHANNEL));
        value.setCurrency(in.string());
        value.setSubtotal(in.hundredths(In.TEN_TO_14));
        value.setDiscount(in.present() ? in.hundredths(In.TEN_TO_14) : null);
        value.setTotal(in.hundredths(In.TEN_TO_14));
        value.setTaxRate(in.single());
        value.setCreatedAt(in.millis());
        value.setUpdatedAt(in.micros());
        value.setPaidAt(in.present() ? in.millis() : null);
        value.setDeliveryDate(LocalDate.ofEpochDay(in.integer()));
        value.setShipping(address(in));
        value.setBilling(in.present() ? address(in) : null);
        value.setItems(items(in));
        value.setAttributes(OrderCodec.attributes(in));
        value.setGiftWrap(in.bool());
        value.setNote(in.string());
        value.setTags(new ArrayList<>());
        value.setPriority(0);
        value.setSourceIp("");
        return value;
    }

    private static Address address(In in) {
        Address value = new Address();
        value.setRecipient(in.string());
        value.setCountry(in.string());
        value.setCity(in.string());
        value.setStreet(in.string());
        value.setPostalCode(in.string());
        return value;
    }

    private static List<LineItem> items(In in) {
        int count = in.block(LEAST_ITEM);
        List<LineItem> items = new ArrayList<>(count);
        for (; count > 0; count = in.block(LEAST_ITEM)) {
            for (int i = 0; i < count; i++) {
                LineItem item = new LineItem();
                item.setSku(in.string());
                in.skipString();
                item.setName(in.string());
                item.setQuantity(in.integer());
                item.setUnitPrice(in.hundredths(In.TEN_TO_12));
                items.add(item);
            }
        }
        return items;
    }
}
