package dev.brine.consumer;

import dev.brine.consumer.internal.engine.Clients;

/** Lets tests of other packages stand between a worker and Kafka. */
public final class WithClients {

    private WithClients() {}

    public static <K, V> WorkerBuilder<K, V> of(WorkerBuilder<K, V> builder, Clients clients) {
        return builder.clients(clients);
    }
}
