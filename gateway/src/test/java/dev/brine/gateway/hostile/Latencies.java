package dev.brine.gateway.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client that does as it should, one request behind the other, and notes how long each took. */
final class Latencies implements Runnable {

    /** What a request says that was refused for want of room and may come again. */
    static final String BUSY = "busy";

    /** One request. */
    interface Request {
        /** @return null if it went well, {@link #BUSY}, or what went wrong */
        String once() throws Exception;
    }

    private final Request request;
    private final BooleanSupplier on;
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger busy = new AtomicInteger();
    final List<String> failures = Collections.synchronizedList(new ArrayList<>());

    Latencies(BooleanSupplier on, Request request) {
        this.on = on;
        this.request = request;
    }

    @Override
    public void run() {
        while (on.getAsBoolean()) {
            long began = System.nanoTime();
            try {
                String wrong = request.once();
                if (BUSY.equals(wrong)) {
                    busy.incrementAndGet();
                    LockSupport.parkNanos(200_000_000);
                    continue;
                }
                if (wrong != null) {
                    failures.add(wrong);
                }
            } catch (Exception e) {
                failures.add(e.toString());
            }
            nanos.add(System.nanoTime() - began);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** How often it was told to come again. */
    int busy() {
        return busy.get();
    }

    int count() {
        return nanos.size();
    }

    /** Of those behind the first so many, in milliseconds. */
    long p99(int from, int to) {
        List<Long> some = new ArrayList<>(nanos.subList(from, to));
        Collections.sort(some);
        return some.isEmpty() ? 0 : some.get(Math.min(some.size() - 1, (int) (some.size() * 0.99))) / 1_000_000;
    }
}
