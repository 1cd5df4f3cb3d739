package dev.brine.bench.pipeline;

import dev.brine.consumer.Ordering;
import dev.brine.consumer.Worker;
import dev.brine.serdes.RecordReader;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Brine's worker as it comes, with a handler that does nothing: group, order, commits, completion map and all. The clock
 * starts at the first record, since whoever joins a group waits for it a while.
 */
record WorkerInbound(RecordReader<Object> reader, Ordering ordering) implements Inbound {

    @Override
    public Pace read(Road road) {
        AtomicReference<Pace.Start> start = new AtomicReference<>();
        AtomicReference<Pace> pace = new AtomicReference<>();
        AtomicInteger left = new AtomicInteger(road.records());
        CountDownLatch done = new CountDownLatch(1);
        try (Worker<String, Object> worker = Worker.reading(List.of(road.topic()), new StringDeserializer(), reader)
                .group(road.topic() + "-workers-" + ordering)
                .kafka(road.consumer())
                .ordering(ordering)
                .handler(message -> {
                    if (start.get() == null) {
                        start.compareAndSet(null, Pace.start());
                    }
                    if (message.value() != null && left.decrementAndGet() == 0) {
                        pace.set(start.get().after(road.records()));
                        done.countDown();
                    }
                })
                .build()) {
            worker.start();
            if (!done.await(30 + road.records() / 10_000, TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        left.get() + " of " + road.records() + " records did not come back: " + worker.health());
            }
            return pace.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
