package dev.brine.cli.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import shop.Address;
import shop.Channel;
import shop.LineItem;
import shop.Money;
import shop.Order;
import shop.OrderStatus;

/** The same sale as three services of different age write it: as maps at v1 and v2, as the generated class at v3. */
final class OrderShapes {

    private OrderShapes() {}

    static Map<String, Object> v1(Sale sale) {
        Map<String, @Nullable Object> order = common(sale);
        order.put("number", (int) sale.number());
        order.put("faxNumber", sale.gift() ? "+49 30 123456" : null);
        return order;
    }

    static Map<String, Object> v2(Sale sale) {
        Map<String, @Nullable Object> order = common(sale);
        order.put("phone", sale.customer().phone());
        order.put("channel", sale.channel());
        order.put("paidAt", sale.paidAt());
        order.put("currency", sale.currency());
        order.put("shippingCost", sale.shipping() == null ? null : money(sale.shipping(), sale.currency()));
        order.put("gift", sale.gift());
        return order;
    }

    static Order v3(Sale sale) {
        Sale.Customer customer = sale.customer();
        // Every field is set: for one that is not, Avro's builder decodes the default, and Avro then refuses classes
        // outside the packages that a JVM-wide property names.
        Order.Builder order = Order.newBuilder()
                .setOrderId(sale.id())
                .setNumber(sale.number())
                .setStatus(OrderStatus.valueOf(sale.status()))
                .setChannel(Channel.valueOf(sale.channel()))
                .setCreatedAt(sale.createdAt())
                .setUpdatedAt(null)
                .setPaidAt(sale.paidAt())
                .setOrderedOn(sale.orderedOn())
                .setDeliverBy(sale.orderedOn().plusDays(3))
                .setCustomerId(customer.id())
                .setBuyerName(customer.name())
                .setEmail(customer.email())
                .setPhone(customer.phone())
                .setLoyaltyPoints((int) (sale.number() % 500))
                .setShippingAddress(
                        new Address(customer.street(), customer.city(), customer.postalCode(), customer.country()))
                .setBillingAddress(null)
                .setItems(sale.lines().stream().map(OrderShapes::item).toList())
                .setCurrency(sale.currency())
                .setTotal(sale.total())
                .setTaxRate(sale.taxRate())
                .setTax(null)
                .setDiscounts(List.of())
                .setShippingCost(sale.shipping() == null ? null : new Money(sale.shipping(), sale.currency()))
                .setGift(sale.gift())
                .setNote(sale.note())
                .setTags(sale.gift() ? List.of("gift", "geschenk") : List.of())
                .setAttributes(sale.attributes());
        return order.build();
    }

    /** The total as lines and shipping add up to it, whichever version wrote the order. */
    static BigDecimal expectedTotal(Order order) {
        BigDecimal sum = BigDecimal.ZERO.setScale(2);
        for (LineItem item : order.getItems()) {
            sum = sum.add(item.getUnitPrice().multiply(BigDecimal.valueOf(item.getQuantity())));
        }
        Money shipping = order.getShippingCost();
        return shipping == null ? sum : sum.add(shipping.getAmount());
    }

    private static Map<String, @Nullable Object> common(Sale sale) {
        Sale.Customer customer = sale.customer();
        Map<String, @Nullable Object> order = new LinkedHashMap<>();
        order.put("orderId", sale.id());
        order.put("number", sale.number());
        order.put("customerId", customer.id());
        order.put("customerName", customer.name());
        order.put("email", customer.email());
        order.put("status", sale.status());
        order.put("createdAt", sale.createdAt());
        order.put("orderedOn", sale.orderedOn());
        order.put("total", sale.total());
        order.put("taxRate", sale.taxRate());
        Map<String, @Nullable Object> address = new LinkedHashMap<>();
        address.put("street", customer.street());
        address.put("city", customer.city());
        address.put("postalCode", customer.postalCode());
        address.put("country", customer.country());
        order.put("shippingAddress", address);
        List<Map<String, Object>> items = new ArrayList<>();
        for (Sale.Line line : sale.lines()) {
            items.add(Map.of(
                    "sku",
                    line.sku(),
                    "name",
                    line.name(),
                    "quantity",
                    line.quantity(),
                    "unitPrice",
                    line.unitPrice()));
        }
        order.put("items", items);
        order.put("attributes", sale.attributes());
        return order;
    }

    private static Map<String, Object> money(BigDecimal amount, String currency) {
        return Map.of("amount", amount, "currency", currency);
    }

    private static LineItem item(Sale.Line line) {
        return LineItem.newBuilder()
                .setSku(line.sku())
                .setName(line.name())
                .setQuantity(line.quantity())
                .setUnitPrice(line.unitPrice())
                .setOptions(List.of())
                .build();
    }
}
