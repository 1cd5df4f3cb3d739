package dev.brine.gateway.forward;

import dev.brine.gateway.exchange.ValueForm;
import dev.brine.gateway.http.Refusal;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The memory in which bodies are decoded and written again, for all requests together: a third of the heap. Whoever finds it
 * full waits a little, since a conversion takes milliseconds, and is then turned away. So many large bodies at once make
 * clients wait, and never the process fail.
 */
final class Workspace {

    private static final int UNIT = 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final int units;
    private final Semaphore free;
    private final Duration patience;

    Workspace(long bytes, Duration patience) {
        this.units = (int) Math.max(1, Math.min(Integer.MAX_VALUE, bytes / UNIT));
        this.free = new Semaphore(units, true);
        this.patience = patience;
    }

    static Workspace ofHeap() {
        return new Workspace(Runtime.getRuntime().maxMemory() / 3, PATIENCE);
    }

    /**
     * Does work on a body.
     *
     * @throws Refusal 503 if there is no room for it in time
     */
    <T> T with(ValueForm form, byte[] body, Supplier<T> work) {
        // One that would need more than everything may have everything.
        int needed = (int) Math.min(units, 1 + form.cost(body) / UNIT);
        boolean entered = false;
        try {
            entered = free.tryAcquire(needed, patience.toNanos(), TimeUnit.NANOSECONDS);
            if (!entered) {
                throw Refusal.busy();
            }
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.busy();
        } finally {
            if (entered) {
                free.release(needed);
            }
        }
    }
}
