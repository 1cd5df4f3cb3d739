package dev.brine.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What workers finished, key by key, in the order in which they did. Values are numbers that count up from 0 within a key. Safe for use by
 * many threads.
 */
public final class Ledger implements OutcomeListener<String, String> {

    private final Map<String, List<Long>> finished = new ConcurrentHashMap<>();
    private final Map<String, Long> dead = new ConcurrentHashMap<>();
    private final AtomicLong firsts = new AtomicLong();
    private final AtomicLong again = new AtomicLong();

    @Override
    public void finished(Finished<String, String> record) {
        Message<String, String> message = record.message();
        if (message == null) {
            throw new IllegalStateException("poison in a topic without: " + record.position());
        }
        note(message.key(), Long.parseLong(message.value()));
        if (record.outcome() == Finished.Outcome.DEAD) {
            dead.merge(message.key(), 1L, Long::sum);
        }
    }

    private void note(String key, long number) {
        List<Long> numbers = finished.computeIfAbsent(key, name -> new ArrayList<>());
        synchronized (numbers) {
            (numbers.contains(number) ? again : firsts).incrementAndGet();
            numbers.add(number);
        }
    }

    /** Records finished, each counted once. */
    public long count() {
        return firsts.get();
    }

    /** How often a record was finished that had been before. */
    public long repeated() {
        return again.get();
    }

    public long dead() {
        return dead.values().stream().mapToLong(Long::longValue).sum();
    }

    /** That each key has all its records, and none was finished for the first time after a later one of its key. */
    public void assertCompleteAndInOrder(int records, int keys) {
        Map<String, List<Long>> firstTimes = new TreeMap<>();
        finished.forEach((key, numbers) -> {
            synchronized (numbers) {
                firstTimes.put(key, numbers.stream().distinct().toList());
            }
        });
        for (int key = 0; key < keys; key++) {
            long expected = records / keys + (key < records % keys ? 1 : 0);
            List<Long> numbers = firstTimes.getOrDefault("key-" + key, List.of());
            assertThat(numbers).as("records of key-%d", key).hasSize((int) expected);
            assertThat(numbers).as("order of key-%d", key).isSorted();
        }
    }
}
