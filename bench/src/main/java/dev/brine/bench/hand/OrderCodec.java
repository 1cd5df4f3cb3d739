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
    int write(byte[] b, int from, Order value) {
        checkItems((long) value.getItems().size()
                + value.getAttributes().size()
                + value.getTags().size());
        int p = from;
        p = Put.string(b, p, value.getOrderId(), maxString());
        p = Put.number(b, p, value.getCustomerId());
        p = Put.string(b, p, value.getCustomerName(), maxString());
        p = optional(b, p, value.getEmail());
        p = optional(b, p, value.getPhone());
        p = Put.symbol(b, p, value.getStatus());
        p = Put.symbol(b, p, value.getChannel());
        p = Put.millis(b, p, value.getCreatedAt());
        p = Put.micros(b, p, value.getUpdatedAt());
        b[p++] = (byte) (value.getPaidAt() == null ? 0 : 2);
        if (value.getPaidAt() != null) {
            p = Put.millis(b, p, value.getPaidAt());
        }
        p = Put.integer(b, p, Math.toIntExact(value.getDeliveryDate().toEpochDay()));
        p = Put.string(b, p, value.getCurrency(), maxString());
        p = Put.hundredths(b, p, value.getSubtotal(), 14);
        b[p++] = (byte) (value.getDiscount() == null ? 0 : 2);
        if (value.getDiscount() != null) {
            p = Put.hundredths(b, p, value.getDiscount(), 14);
        }
        p = Put.hundredths(b, p, value.getTotal(), 14);
        p = Put.real(b, p, value.getTaxRate());
        p = address(b, p, value.getShipping());
        b[p++] = (byte) (value.getBilling() == null ? 0 : 2);
        if (value.getBilling() != null) {
            p = address(b, p, value.getBilling());
        }
        p = items(b, p, value.getItems());
        p = attributes(b, p, value.getAttributes());
        p = tags(b, p, value.getTags());
        p = Put.integer(b, p, value.getPriority());
        p = Put.bool(b, p, value.getGiftWrap());
        p = optional(b, p, value.getNote());
        p = optional(b, p, value.getCouponCode());
        b[p++] = (byte) (value.getWeightGrams() == null ? 0 : 2);
        if (value.getWeightGrams() != null) {
            p = Put.integer(b, p, value.getWeightGrams());
        }
        return Put.string(b, p, value.getSourceIp(), maxString());
    }

    private int optional(byte[] b, int p, String text) {
        b[p] = (byte) (text == null ? 0 : 2);
        return text == null ? p + 1 : Put.string(b, p + 1, text, maxString());
    }

    private int address(byte[] b, int from, Address value) {
        int p = from;
        p = Put.string(b, p, value.getRecipient(), maxString());
        p = Put.string(b, p, value.getStreet(), maxString());
        p = Put.string(b, p, value.getCity(), maxString());
        p = Put.string(b, p, value.getPostalCode(), maxString());
        p = Put.string(b, p, value.getCountry(), maxString());
        b[p++] = (byte) (value.getFloor() == null ? 0 : 2);
        if (value.getFloor() != null) {
            p = Put.integer(b, p, value.getFloor());
        }
        return p;
    }

    private int items(byte[] b, int from, List<LineItem> items) {
        int count = items.size();
        int p = Put.integer(b, from, count);
        if (count == 0) {
            return p;
        }
        for (int i = 0; i < count; i++) {
            LineItem item = items.get(i);
            p = Put.string(b, p, item.getSku(), maxString());
            p = Put.string(b, p, item.getName(), maxString());
            p = Put.integer(b, p, item.getQuantity());
            p = Put.hundredths(b, p, item.getUnitPrice(), 12);
            p = optional(b, p, item.getNote());
        }
        b[p] = 0;
        return p + 1;
    }

    private int attributes(byte[] b, int from, Map<String, String> attributes) {
        int p = Put.integer(b, from, attributes.size());
        if (attributes.isEmpty()) {
            return p;
        }
        for (Map.Entry<String, String> entry : attributes.entrySet()) {
            p = Put.string(b, p, entry.getKey(), maxString());
            p = Put.string(b, p, entry.getValue(), maxString());
        }
        b[p] = 0;
        return p + 1;
    }

    private int tags(byte[] b, int from, List<String> tags) {
        int count = tags.size();
        int p = Put.integer(b, from, count);
        if (count == 0) {
            return p;
        }
        for (int i = 0; i < count; i++) {
            p = Put.string(b, p, tags.get(i), maxString());
        }
        b[p] = 0;
        return p + 1;
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
        value.setSubtotal(in.hundredths(In.TEN_TO_14));
        value.setDiscount(in.present() ? in.hundredths(In.TEN_TO_14) : null);
        value.setTotal(in.hundredths(In.TEN_TO_14));
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
                item.setUnitPrice(in.hundredths(In.TEN_TO_12));
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
