package dev.brine.gateway.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client that does as it should, one request behind the other, and notes how long each took. */
final class Latencies implements Runnable {

    /** One request. */
    interface Request {
        /** @return null if it went well, else what went wrong */
        String once() throws Exception;
    }

    private final Request request;
    private final BooleanSupplier on;
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
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
