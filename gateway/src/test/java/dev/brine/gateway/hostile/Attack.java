package dev.brine.gateway.hostile;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One way to be a nuisance, again and again, with what came of it. */
final class Attack implements Runnable {

    /** Once. */
    interface Attempt {
        /** What was said, such as a status. */
        String attempt(int number) throws Exception;
    }

    // Every one of a list of bombs is tried, however slow the machine is.
    private static final int LEAST = 16;

    final String name;
    private final Attempt attempt;
    private final BooleanSupplier on;
    private final Map<String, LongAdder> said = new ConcurrentHashMap<>();

    Attack(String name, BooleanSupplier on, Attempt attempt) {
        this.name = name;
        this.on = on;
        this.attempt = attempt;
    }

    @Override
    public void run() {
        for (int i = 0; i < LEAST || on.getAsBoolean(); i++) {
            String what;
            try {
                what = attempt.attempt(i);
            } catch (Exception e) {
                what = e.toString();
            }
            said.computeIfAbsent(what, key -> new LongAdder()).increment();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** Whatever was said, with how often. */
    Map<String, Long> said() {
        Map<String, Long> all = new TreeMap<>();
        said.forEach((what, count) -> all.put(what, count.sum()));
        return all;
    }
}
