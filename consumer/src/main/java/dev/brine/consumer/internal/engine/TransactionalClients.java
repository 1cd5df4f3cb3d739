package dev.brine.consumer.internal.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * Makes transactional producers, one after the other, and has the meters of the newest. The first is made at once, so that
 * properties that are wrong are found before the worker starts.
 */
final class TransactionalClients implements Supplier<Producer<byte[], byte[]>>, AutoCloseable {

    private final Clients clients;
    private final Map<String, Object> properties;
    private final @Nullable MeterRegistry meters;
    private @Nullable Producer<byte[], byte[]> first;
    private @Nullable KafkaClientMetrics bound;

    TransactionalClients(Clients clients, Map<String, Object> properties, @Nullable MeterRegistry meters) {
        this.clients = clients;
        this.properties = properties;
        this.meters = meters;
        this.first = clients.transactional(properties);
    }

    @Override
    public Producer<byte[], byte[]> get() {
        Producer<byte[], byte[]> made = first != null ? first : clients.transactional(properties);
        first = null;
        close();
        if (meters != null) {
            bound = new KafkaClientMetrics(made);
            bound.bindTo(meters);
        }
        return made;
    }

    /** Lets go of meters, and of a producer that nobody has asked for. */
    @Override
    public void close() {
        if (bound != null) {
            bound.close();
            bound = null;
        }
        if (first != null) {
            first.close();
            first = null;
        }
    }
}
