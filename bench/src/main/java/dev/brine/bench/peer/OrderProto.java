package dev.brine.bench.peer;

import dev.brine.bench.avro.Address;
import dev.brine.bench.avro.Channel;
import dev.brine.bench.avro.LineItem;
import dev.brine.bench.avro.Order;
import dev.brine.bench.avro.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** {@code Order} between the class that everybody else encodes and protobuf's message. */
final class OrderProto {

    private static final OrderStatus[] ORDER_STATUS = OrderStatus.values();

    private static final Channel[] CHANNEL = Channel.values();

    private OrderProto() {}

    static dev.brine.bench.proto.Order to(Order value) {
        dev.brine.bench.proto.Order.Builder to = dev.brine.bench.proto.Order.newBuilder();
        to.setOrderId(value.getOrderId());
        to.setCustomerId(value.getCustomerId());
        to.setCustomerName(value.getCustomerName());
        String email = value.getEmail();
        if (email != null) {
            to.setEmail(email);
        }
        String phone = value.getPhone();
        if (phone != null) {
            to.setPhone(phone);
        }
        to.setStatus(
                dev.brine.bench.proto.OrderStatus.forNumber(value.getStatus().ordinal()));
        to.setChannel(dev.brine.bench.proto.Channel.forNumber(value.getChannel().ordinal()));
        to.setCreatedAt(value.getCreatedAt().toEpochMilli());
        to.setUpdatedAt(Units.micros(value.getUpdatedAt()));
        Instant paidAt = value.getPaidAt();
        if (paidAt != null) {
            to.setPaidAt(paidAt.toEpochMilli());
        }
        to.setDeliveryDate((int) value.getDeliveryDate().toEpochDay());
        to.setCurrency(value.getCurrency());
        to.setSubtotal(Units.hundredths(value.getSubtotal()));
        BigDecimal discount = value.getDiscount();
        if (discount != null) {
            to.setDiscount(Units.hundredths(discount));
        }
        to.setTotal(Units.hundredths(value.getTotal()));
        to.setTaxRate(value.getTaxRate());
        to.setShipping(to(value.getShipping()));
        Address billing = value.getBilling();
        if (billing != null) {
            to.setBilling(to(billing));
        }
        for (LineItem item : value.getItems()) {
            to.addItems(to(item));
        }
        to.putAllAttributes(value.getAttributes());
        to.addAllTags(value.getTags());
        to.setPriority(value.getPriority());
        to.setGiftWrap(value.getGiftWrap());
        String note = value.getNote();
        if (note != null) {
            to.setNote(note);
        }
        String couponCode = value.getCouponCode();
        if (couponCode != null) {
            to.setCouponCode(couponCode);
        }
        Integer weightGrams = value.getWeightGrams();
        if (weightGrams != null) {
            to.setWeightGrams(weightGrams);
        }
        to.setSourceIp(value.getSourceIp());
        return to.build();
    }

    static Order from(dev.brine.bench.proto.Order from) {
        Order value = new Order();
        value.setOrderId(from.getOrderId());
        value.setCustomerId(from.getCustomerId());
        value.setCustomerName(from.getCustomerName());
        if (from.hasEmail()) {
            value.setEmail(from.getEmail());
        }
        if (from.hasPhone()) {
            value.setPhone(from.getPhone());
        }
        value.setStatus(from(from.getStatus()));
        value.setChannel(from(from.getChannel()));
        value.setCreatedAt(Instant.ofEpochMilli(from.getCreatedAt()));
        value.setUpdatedAt(Units.ofMicros(from.getUpdatedAt()));
        if (from.hasPaidAt()) {
            value.setPaidAt(Instant.ofEpochMilli(from.getPaidAt()));
        }
        value.setDeliveryDate(LocalDate.ofEpochDay(from.getDeliveryDate()));
        value.setCurrency(from.getCurrency());
        value.setSubtotal(BigDecimal.valueOf(from.getSubtotal(), 2));
        if (from.hasDiscount()) {
            value.setDiscount(BigDecimal.valueOf(from.getDiscount(), 2));
        }
        value.setTotal(BigDecimal.valueOf(from.getTotal(), 2));
        value.setTaxRate(from.getTaxRate());
        value.setShipping(from(from.getShipping()));
        if (from.hasBilling()) {
            value.setBilling(from(from.getBilling()));
        }
        List<LineItem> items = new ArrayList<>(from.getItemsCount());
        for (dev.brine.bench.proto.LineItem item : from.getItemsList()) {
            items.add(from(item));
        }
        value.setItems(items);
        value.setAttributes(new HashMap<>(from.getAttributesMap()));
        value.setTags(new ArrayList<>(from.getTagsList()));
        value.setPriority(from.getPriority());
        value.setGiftWrap(from.getGiftWrap());
        if (from.hasNote()) {
            value.setNote(from.getNote());
        }
        if (from.hasCouponCode()) {
            value.setCouponCode(from.getCouponCode());
        }
        if (from.hasWeightGrams()) {
            value.setWeightGrams(from.getWeightGrams());
        }
        value.setSourceIp(from.getSourceIp());
        return value;
    }

    static dev.brine.bench.proto.Address to(Address value) {
        dev.brine.bench.proto.Address.Builder to = dev.brine.bench.proto.Address.newBuilder();
        to.setRecipient(value.getRecipient());
        to.setStreet(value.getStreet());
        to.setCity(value.getCity());
        to.setPostalCode(value.getPostalCode());
        to.setCountry(value.getCountry());
        Integer floor = value.getFloor();
        if (floor != null) {
            to.setFloor(floor);
        }
        return to.build();
    }

    static Address from(dev.brine.bench.proto.Address from) {
        Address value = new Address();
        value.setRecipient(from.getRecipient());
        value.setStreet(from.getStreet());
        value.setCity(from.getCity());
        value.setPostalCode(from.getPostalCode());
        value.setCountry(from.getCountry());
        if (from.hasFloor()) {
            value.setFloor(from.getFloor());
        }
        return value;
    }

    static dev.brine.bench.proto.LineItem to(LineItem value) {
        dev.brine.bench.proto.LineItem.Builder to = dev.brine.bench.proto.LineItem.newBuilder();
        to.setSku(value.getSku());
        to.setName(value.getName());
        to.setQuantity(value.getQuantity());
        to.setUnitPrice(Units.hundredths(value.getUnitPrice()));
        String note = value.getNote();
        if (note != null) {
            to.setNote(note);
        }
        return to.build();
    }

    static LineItem from(dev.brine.bench.proto.LineItem from) {
        LineItem value = new LineItem();
        value.setSku(from.getSku());
        value.setName(from.getName());
        value.setQuantity(from.getQuantity());
        value.setUnitPrice(BigDecimal.valueOf(from.getUnitPrice(), 2));
        if (from.hasNote()) {
            value.setNote(from.getNote());
        }
        return value;
    }

    // What a later version writes and this one does not know is the default.
    private static OrderStatus from(dev.brine.bench.proto.OrderStatus from) {
        return from == dev.brine.bench.proto.OrderStatus.UNRECOGNIZED
                ? OrderStatus.CREATED
                : ORDER_STATUS[from.getNumber()];
    }

    // What a later version writes and this one does not know is the default.
    private static Channel from(dev.brine.bench.proto.Channel from) {
        return from == dev.brine.bench.proto.Channel.UNRECOGNIZED ? Channel.WEB : CHANNEL[from.getNumber()];
    }
}
