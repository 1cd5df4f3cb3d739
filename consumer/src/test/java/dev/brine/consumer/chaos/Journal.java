package dev.brine.consumer.chaos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Everything that workers did, in the order in which it was told. Safe for use by many threads. */
final class Journal implements Consumer<Event> {

    private final List<Event> events = new ArrayList<>();
    private final Set<Long> finished = new HashSet<>();

    @Override
    public synchronized void accept(Event event) {
        events.add(event);
        if (event.kind().isOutcome()) {
            finished.add((long) event.partition() << 40 | event.offset());
        }
    }

    /** Records that have an outcome, each counted once. */
    synchronized int finished() {
        return finished.size();
    }

    /** Everything told so far: whether it grows says whether anything moves. */
    synchronized int size() {
        return events.size();
    }

    synchronized boolean isFinished(int partition, long offset) {
        return finished.contains((long) partition << 40 | offset);
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
