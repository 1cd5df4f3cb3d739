package dev.brine.consumer.internal.lanes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Where runners run: virtual threads, or a pool that grows as needed and shrinks when idle. */
public abstract class Threads {

    /** The first release whose virtual threads are not pinned by {@code synchronized}. */
    private static final int UNPINNED = 24;

    private Threads() {}

    /** Runs a task soon; never blocks, never refuses before {@link #interruptAll}. */
    abstract void start(Runnable task);

    /** Whether a thread that blocks costs no processor and starting one next to nothing. */
    abstract boolean light();

    /** Interrupts whatever runs; what is started from now on may not run. */
    public abstract void interruptAll();

    /** Virtual threads from 24 on, else a pool. */
    public static Threads best(String name) {
        return Runtime.version().feature() >= UNPINNED ? virtual(name) : pool(name);
    }

    /**
     * Virtual threads.
     *
     * @throws UnsupportedOperationException before 21
     */
    public static Threads virtual(String name) {
        return new Virtual(virtualFactory(name));
    }

    public static Threads pool(String name) {
        AtomicInteger count = new AtomicInteger();
        return new Pool(
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    private static ThreadFactory virtualFactory(String name) {
        try {
            // Compiled for 17, which has no such method.
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
            Method named = builder.getMethod("name", String.class, long.class);
            return (ThreadFactory) builder.getMethod("factory").invoke(named.invoke(virtual, name + "-", 1L));
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            throw new UnsupportedOperationException(
                    "virtual threads need Java 21 or newer; this is " + Runtime.version(), e);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("virtual threads cannot be made", e);
        }
    }

    private static final class Virtual extends Threads {

        private final ThreadFactory factory;
        private final Set<Thread> running = ConcurrentHashMap.newKeySet();

        Virtual(ThreadFactory factory) {
            this.factory = factory;
        }

        @Override
        void start(Runnable task) {
            factory.newThread(() -> {
                        Thread current = Thread.currentThread();
                        running.add(current);
                        try {
                            task.run();
                        } finally {
                            running.remove(current);
                        }
                    })
                    .start();
        }

        @Override
        boolean light() {
            return true;
        }

        @Override
        public void interruptAll() {
            running.forEach(Thread::interrupt);
        }
    }

    private static final class Pool extends Threads {

        private final ExecutorService executor;

        Pool(ExecutorService executor) {
            this.executor = executor;
        }

        @Override
        void start(Runnable task) {
            if (!executor.isShutdown()) {
                executor.execute(task);
            }
        }

        @Override
        boolean light() {
            return false;
        }

        @Override
        public void interruptAll() {
            executor.shutdownNow();
        }
    }
}
