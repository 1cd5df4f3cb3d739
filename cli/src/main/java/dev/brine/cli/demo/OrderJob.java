package dev.brine.cli.demo;

import dev.brine.consumer.Message;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.RecordReader;
import dev.brine.serdes.record.SerdeOptions;
import io.micrometer.core.instrument.MeterRegistry;
import shop.Order;

/** Reads orders of any version as today's class, and checks that each adds up. */
final class OrderJob implements Job<Order> {

    static final String SUBJECT = "orders-value";

    private final SchemaRegistry registry;
    private final MeterRegistry meters;

    OrderJob(SchemaRegistry registry, MeterRegistry meters) {
        this.registry = registry;
        this.meters = meters;
    }

    @Override
    public RecordReader<Order> reader() {
        return SerdeOptions.of(registry, Order.class)
                .subject(SUBJECT)
                .meters(meters)
                .reader();
    }

    @Override
    public void handle(Message<String, Order> message) {
        Order order = message.value();
        if (order == null) {
            return;
        }
        if (OrderShapes.expectedTotal(order).compareTo(order.getTotal()) != 0) {
            throw new WrongTotalException();
        }
    }
}
