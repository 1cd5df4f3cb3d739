package dev.brine.bench.gateway;

import java.util.Collections;

/** What is sent: an order of {@code order-value}, 1 KB as JSON. */
final class Bodies {

    private static final String ITEM =
            "{\"sku\":\"SKU-%d-00412\",\"name\":\"Brined cucumbers, glass of 680 g\",\"quantity\":%d,"
                    + "\"unitPrice\":\"4.90\",\"note\":null}";

    private Bodies() {}

    static String order() {
        return "{\"orderId\":\"order-00000000000000042\",\"customerId\":1234567890,\"customerName\":\"Ada Lovelace\","
                + "\"email\":\"ada@example.org\",\"phone\":\"+44 20 7946 0958\",\"status\":\"PAID\",\"channel\":\"WEB\","
                + "\"createdAt\":\"2026-11-20T13:45:00.123Z\",\"updatedAt\":\"2026-11-20T13:45:01.123456Z\","
                + "\"paidAt\":\"2026-11-20T13:45:00.999Z\",\"deliveryDate\":\"2026-11-24\",\"currency\":\"EUR\","
                + "\"subtotal\":\"29.40\",\"discount\":null,\"total\":\"34.30\",\"taxRate\":0.19,"
                + "\"shipping\":{\"recipient\":\"Ada Lovelace\",\"street\":\"12 St James's Square\",\"city\":\"London\","
                + "\"postalCode\":\"SW1Y 4LB\",\"country\":\"GB\",\"floor\":2},\"billing\":null,\"items\":["
                + String.format(ITEM, 1, 2) + "," + String.format(ITEM, 2, 4)
                + "],\"attributes\":{\"campaign\":\"autumn\",\"device\":\"desktop\"},\"tags\":[\"vegan\",\"glass\"],"
                + "\"priority\":1,\"giftWrap\":false,\"note\":\"Please ring twice, and leave it with the neighbours.\",\"couponCode\":null,"
                + "\"weightGrams\":4210,\"sourceIp\":\"192.0.2.44\"}";
    }

    static String lines(int records) {
        return String.join("\n", Collections.nCopies(records, order()));
    }

    static String confluent(int records) {
        return "{\"records\":[" + String.join(",", Collections.nCopies(records, "{\"value\":" + order() + "}")) + "]}";
    }
}
