package dev.brine.consumer.internal.sending;

import dev.brine.consumer.SendFailedException;
import dev.brine.consumer.internal.lanes.Outputs;
import dev.brine.consumer.internal.lanes.Work;
import dev.brine.producer.BrineProducer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends outputs at once, by a producer of its own, and answers when all are acknowledged. The producer is made when the
 * first output is there, and made anew when it has failed for good.
 */
public final class AcknowledgedOutlet implements Outlet {

    private final ReentrantLock lock = new ReentrantLock();
    private final Supplier<BrineProducer<byte[], byte[]>> make;
    private volatile @Nullable BrineProducer<byte[], byte[]> producer;
    private boolean closed;

    public AcknowledgedOutlet(Supplier<BrineProducer<byte[], byte[]>> make) {
        this.make = make;
    }

    @Override
    public CompletionStage<?> hand(Work work, Outputs outputs) {
        BrineProducer<byte[], byte[]> usable = producer();
        List<ProducerRecord<byte[], byte[]>> records = outputs.records();
        CompletableFuture<?>[] acknowledged = new CompletableFuture<?>[records.size()];
        for (int i = 0; i < acknowledged.length; i++) {
            acknowledged[i] = send(usable, records.get(i));
        }
        // Waits for all even if one fails: a further attempt must not overtake what is still on its way.
        return acknowledged.length == 1 ? acknowledged[0] : CompletableFuture.allOf(acknowledged);
    }

    private static CompletableFuture<?> send(
            BrineProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        return producer.send(record).handle((metadata, failure) -> {
            if (failure != null) {
                throw new SendFailedException(topic, failure);
            }
            return metadata;
        });
    }

    private BrineProducer<byte[], byte[]> producer() {
        BrineProducer<byte[], byte[]> current = producer;
        if (current != null && current.failure().isEmpty()) {
            return current;
        }
        lock.lock();
        try {
            current = producer;
            if (current == null || current.failure().isPresent()) {
                if (closed) {
                    throw new IllegalStateException("the worker has ended, nothing is sent any more");
                }
                if (current != null) {
                    // It can send nothing any more: there is nothing to wait for.
                    current.close(Duration.ZERO);
                }
                current = make.get();
                producer = current;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            BrineProducer<byte[], byte[]> last = producer;
            if (last != null) {
                // Whatever a record waited for has been waited for by now.
                last.close(Duration.ofMillis(500));
            }
        } finally {
            lock.unlock();
        }
    }
}
