package dev.brine.gateway.flow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sender that is replaced when it has failed for good, so that one client's fault does not end the service for all. At
 * most once a second: what is sent in between fails as the last one did.
 */
final class RebuildingSender implements Sender {

    private static final Logger LOG = LoggerFactory.getLogger(RebuildingSender.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Supplier<Sender> factory;
    private final LongSupplier nanos;
    private final ReentrantLock building = new ReentrantLock();
    private volatile Sender current;
    private long built;
    private boolean closed;

    RebuildingSender(Supplier<Sender> factory, LongSupplier nanos) {
        this.factory = factory;
        this.nanos = nanos;
        this.current = factory.get();
        this.built = nanos.getAsLong();
    }

    @Override
    public CompletableFuture<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return usable().send(record);
    }

    @Override
    public Optional<CompletableFuture<RecordMetadata>> trySend(ProducerRecord<byte[], byte[]> record) {
        return usable().trySend(record);
    }

    @Override
    public void flush() {
        current.flush();
    }

    @Override
    public boolean failed() {
        return current.failed();
    }

    @Override
    public void close() {
        building.lock();
        try {
            closed = true;
            current.close();
        } finally {
            building.unlock();
        }
    }

    private Sender usable() {
        Sender sender = current;
        return sender.failed() ? rebuilt(sender) : sender;
    }

    private Sender rebuilt(Sender broken) {
        building.lock();
        try {
            if (closed || current != broken || nanos.getAsLong() - built < PAUSE.toNanos()) {
                return current;
            }
            Sender fresh = factory.get();
            built = nanos.getAsLong();
            current = fresh;
            LOG.atWarn().log("producer was replaced after it had failed for good");
            // It waits for what is in flight, and the thread may be Kafka's own.
            Thread closer = new Thread(broken::close, "brine-producer-closer");
            closer.setDaemon(true);
            closer.start();
            return fresh;
        } finally {
            building.unlock();
        }
    }
}
