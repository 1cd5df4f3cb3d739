package dev.brine.bench.hand;

import dev.brine.bench.avro.Address;
import dev.brine.bench.avro.Channel;
import dev.brine.bench.avro.LineItem;
import dev.brine.bench.avro.Order;
import dev.brine.bench.avro.OrderStatus;
import dev.brine.serdes.Limits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Order, as {@code order-value/v3.avsc} has it, by hand. */
public final class OrderCodec extends HandCodec<Order> {

    private static final OrderStatus[] STATUS = OrderStatus.values();
    private static final Channel[] CHANNEL = Channel.values();

    // An item: three lengths, a number and a branch, and a byte for the price.
    private static final int LEAST_ITEM = 6;

    public OrderCodec(Limits limits) {
        super(limits);
    }

    @Override
    void write(Out out, Order value) {
        out.string(value.getOrderId());
        out.number(value.getCustomerId());
        out.string(value.getCustomerName());
        optional(out, value.getEmail());
        optional(out, value.getPhone());
        out.symbol(value.getStatus());
        out.symbol(value.getChannel());
        out.millis(value.getCreatedAt());
        out.micros(value.getUpdatedAt());
        if (out.present(value.getPaidAt())) {
            out.millis(value.getPaidAt());
        }
        out.integer(Math.toIntExact(value.getDeliveryDate().toEpochDay()));
        out.string(value.getCurrency());
        out.hundredths(value.getSubtotal(), 14);
        if (out.present(value.getDiscount())) {
            out.hundredths(value.getDiscount(), 14);
        }
        out.hundredths(value.getTotal(), 14);
        out.real(value.getTaxRate());
        address(out, value.getShipping());
        if (out.present(value.getBilling())) {
            address(out, value.getBilling());
        }
        items(out, value.getItems());
        attributes(out, value.getAttributes());
        tags(out, value.getTags());
        out.integer(value.getPriority());
        out.bool(value.getGiftWrap());
        optional(out, value.getNote());
        optional(out, value.getCouponCode());
        if (out.present(value.getWeightGrams())) {
            out.integer(value.getWeightGrams());
        }
        out.string(value.getSourceIp());
    }

    private static void optional(Out out, String text) {
        if (out.present(text)) {
            out.string(text);
        }
    }

    private static void address(Out out, Address value) {
        out.string(value.getRecipient());
        out.string(value.getStreet());
        out.string(value.getCity());
        out.string(value.getPostalCode());
        out.string(value.getCountry());
        if (out.present(value.getFloor())) {
            out.integer(value.getFloor());
        }
    }

    private static void items(Out out, List<LineItem> items) {
        int count = items.size();
        out.block(count);
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            LineItem item = items.get(i);
            out.string(item.getSku());
            out.string(item.getName());
            out.integer(item.getQuantity());
            out.hundredths(item.getUnitPrice(), 12);
            optional(out, item.getNote());
        }
        out.end();
    }

    private static void attributes(Out out, Map<String, String> attributes) {
        int count = attributes.size();
        out.block(count);
        if (count == 0) {
            return;
        }
        for (Map.Entry<String, String> entry : attributes.entrySet()) {
            out.string(entry.getKey());
            out.string(entry.getValue());
        }
        out.end();
    }

    private static void tags(Out out, List<String> tags) {
        int count = tags.size();
        out.block(count);
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            out.string(tags.get(i));
        }
        out.end();
    }

    @Override
    Order read(In in) {
        Order value = new Order();
        value.setOrderId(in.string());
        value.setCustomerId(in.number());
        value.setCustomerName(in.string());
        value.setEmail(in.present() ? in.string() : null);
        value.setPhone(in.present() ? in.string() : null);
        value.setStatus(in.symbol(STATUS));
        value.setChannel(in.symbol(CHANNEL));
        value.setCreatedAt(in.millis());
        value.setUpdatedAt(in.micros());
        value.setPaidAt(in.present() ? in.millis() : null);
        value.setDeliveryDate(LocalDate.ofEpochDay(in.integer()));
        value.setCurrency(in.string());
        value.setSubtotal(in.hundredths());
        value.setDiscount(in.present() ? in.hundredths() : null);
        value.setTotal(in.hundredths());
        value.setTaxRate(in.real());
        value.setShipping(address(in));
        value.setBilling(in.present() ? address(in) : null);
        value.setItems(items(in));
        value.setAttributes(attributes(in));
        value.setTags(tags(in));
        value.setPriority(in.integer());
        value.setGiftWrap(in.bool());
        value.setNote(in.present() ? in.string() : null);
        value.setCouponCode(in.present() ? in.string() : null);
        value.setWeightGrams(in.present() ? in.integer() : null);
        value.setSourceIp(in.string());
        return value;
    }

    private static Address address(In in) {
        Address value = new Address();
        value.setRecipient(in.string());
        value.setStreet(in.string());
        value.setCity(in.string());
        value.setPostalCode(in.string());
        value.setCountry(in.string());
        value.setFloor(in.present() ? in.integer() : null);
        return value;
    }

    private static List<LineItem> items(In in) {
        int count = in.block(LEAST_ITEM);
        List<LineItem> items = new ArrayList<>(count);
        for (; count > 0; count = in.block(LEAST_ITEM)) {
            for (int i = 0; i < count; i++) {
                LineItem item = new LineItem();
                item.setSku(in.string());
                item.setName(in.string());
                item.setQuantity(in.integer());
                item.setUnitPrice(in.hundredths());
                item.setNote(in.present() ? in.string() : null);
                items.add(item);
            }
        }
        return items;
    }

    static Map<String, String> attributes(In in) {
        int count = in.block(2);
        Map<String, String> attributes = new HashMap<>((int) (count / 0.75f) + 1);
        for (; count > 0; count = in.block(2)) {
            for (int i = 0; i < count; i++) {
                String key = in.string();
                attributes.put(key, in.string());
            }
        }
        return attributes;
    }

    private static List<String> tags(In in) {
        int count = in.block(1);
        List<String> tags = new ArrayList<>(count);
        for (; count > 0; count = in.block(1)) {
            for (int i = 0; i < count; i++) {
                tags.add(in.string());
            }
        }
        return tags;
    }
}
