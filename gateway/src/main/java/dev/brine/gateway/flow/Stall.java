package dev.brine.gateway.flow;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Notices that Kafka acknowledges nothing: records are on their way, and for a while none of them has arrived. Who can tell
 * its client to come again later then does so at once, instead of after the producer's patience. Safe for use by many threads.
 */
final class Stall {

    private final long nanosAtMost;
    private final LongSupplier nanos;
    private final AtomicInteger open = new AtomicInteger();
    private volatile long progress;

    Stall(Duration atMost, LongSupplier nanos) {
        this.nanosAtMost = atMost.toNanos();
        this.nanos = nanos;
        this.progress = nanos.getAsLong();
    }

    /** Watches a record that is on its way. */
    void watch(CompletableFuture<?> sent) {
        if (open.getAndIncrement() == 0) {
            progress = nanos.getAsLong();
        }
        var unused = sent.whenComplete((placed, failure) -> {
            if (failure == null) {
                progress = nanos.getAsLong();
            }
            open.decrementAndGet();
        });
    }

    /** Whether nothing gets on. As soon as nothing is on its way any more the next record may try. */
    boolean stalled() {
        return open.get() > 0 && nanos.getAsLong() - progress > nanosAtMost;
    }
}
