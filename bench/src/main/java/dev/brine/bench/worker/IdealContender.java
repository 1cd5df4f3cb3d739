package dev.brine.bench.worker;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The same lanes in memory, never empty, with no Kafka, offsets or commits: as many threads as the order and the cap
 * allow, virtual ones where Brine would take them, each taking a lane, working on one record of it, and putting it back.
 */
final class IdealContender implements Contender {

    private static final int VIRTUAL_SINCE = 24;

    @Override
    public void start(Case given, Source source, Task task) {
        byte[] value = Decoding.value();
        int lanes =
                switch (given.ordering()) {
                    case KEY -> given.keys();
                    case PARTITION -> given.partitions();
                    case NONE -> given.cap();
                };
        Queue<Integer> ready = new ConcurrentLinkedQueue<>();
        for (int lane = 0; lane < lanes; lane++) {
            ready.add(lane);
        }
        // Quick handlers need no more threads than there are processors.
        int threads = given.millis() == 0
                ? Math.min(given.lanes(), Runtime.getRuntime().availableProcessors())
                : given.lanes();
        ExecutorService executor = threads();
        for (int thread = 0; thread < threads; thread++) {
            executor.execute(() -> serve(ready, value, task));
        }
    }

    private static void serve(Queue<Integer> ready, byte[] value, Task task) {
        try {
            while (true) {
                Integer lane = ready.poll();
                if (lane == null) {
                    Thread.onSpinWait();
                    continue;
                }
                task.run(value);
                ready.add(lane);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ExecutorService threads() {
        if (Runtime.version().feature() < VIRTUAL_SINCE) {
            return Executors.newCachedThreadPool();
        }
        try {
            // Compiled for 17, which has no such method.
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no virtual threads on " + Runtime.version(), e);
        }
    }
}
