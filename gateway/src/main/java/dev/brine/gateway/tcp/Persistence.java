package dev.brine.gateway.tcp;

import dev.brine.gateway.flow.Acknowledged;
import dev.brine.producer.ProducerFailedException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes again what could not be written, until it is acknowledged or never can be: for frames of clients that hear of no
 * failure and so send nothing again. Holds a bounded number of bytes, whatever connections come and go. Safe for use by many
 * threads.
 */
final class Persistence {

    private static final Logger log = LoggerFactory.getLogger(Persistence.class);

    private static final long MOST = 32L << 20;

    private final String source;
    private final Executor later;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();

    /** @param executor where frames are written again */
    Persistence(String source, Executor executor, long pauseMillis) {
        this.source = source;
        this.later = CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, executor);
    }

    /** Whether there is room for one more. */
    boolean hasRoom() {
        return held.get() < MOST;
    }

    /** Frames that are neither stored nor given up. */
    int open() {
        return open.get();
    }

    /**
     * The end of a write that has begun.
     *
     * @param write the same once more; empty if there is no room now
     */
    CompletableFuture<Acknowledged> until(
            int bytes,
            CompletableFuture<Acknowledged> begun,
            Supplier<Optional<CompletableFuture<Acknowledged>>> write) {
        return until(bytes, write, attempts -> attempts.watch(begun));
    }

    /**
     * The end of a write that has not begun.
     *
     * @param write begins it, now and once more; empty if there is no room now
     */
    CompletableFuture<Acknowledged> until(int bytes, Supplier<Optional<CompletableFuture<Acknowledged>>> write) {
        return until(bytes, write, Attempts::now);
    }

    private CompletableFuture<Acknowledged> until(
            int bytes, Supplier<Optional<CompletableFuture<Acknowledged>>> write, Consumer<Attempts> begin) {
        Attempts attempts = new Attempts(write);
        held.addAndGet(bytes);
        open.incrementAndGet();
        begin.accept(attempts);
        return attempts.end.whenComplete((placed, failure) -> {
            held.addAndGet(-bytes);
            open.decrementAndGet();
        });
    }

    private static boolean mayPass(Throwable failure) {
        Throwable cause = Failures.cause(failure);
        return cause instanceof RetriableException || cause instanceof ProducerFailedException;
    }

    private final class Attempts {

        private final CompletableFuture<Acknowledged> end = new CompletableFuture<>();
        private final Supplier<Optional<CompletableFuture<Acknowledged>>> write;

        Attempts(Supplier<Optional<CompletableFuture<Acknowledged>>> write) {
            this.write = write;
        }

        void watch(CompletableFuture<Acknowledged> written) {
            var unused = written.whenComplete((placed, failure) -> {
                if (failure == null) {
                    end.complete(placed);
                } else if (mayPass(failure)) {
                    tell(failure);
                    again();
                } else {
                    end.completeExceptionally(Failures.cause(failure));
                }
            });
        }

        void now() {
            try {
                write.get().ifPresentOrElse(this::watch, this::again);
            } catch (RuntimeException e) {
                // On a thread of the executor nobody would hear of it, and the frame would wait for ever.
                end.completeExceptionally(e);
            }
        }

        private void again() {
            later.execute(this::now);
        }
    }

    private void tell(Throwable failure) {
        long count = failures.incrementAndGet();
        // The first and each power of two: an outage would fill the log.
        if (Long.bitCount(count) == 1) {
            log.atWarn()
                    .addKeyValue("error", Failures.cause(failure).toString())
                    .log("a frame of source {} is not stored yet and is written again ({} times)", source, count);
        }
    }
}
