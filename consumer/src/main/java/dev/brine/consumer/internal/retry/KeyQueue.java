package dev.brine.consumer.internal.retry;

import dev.brine.consumer.internal.lanes.Gate;
import java.util.TreeSet;

/** What is parked of one key, the next one first. Owner thread. */
final class KeyQueue<P> {

    final Object key;
    final Gate gate;
    final TreeSet<ParkedEntry<P>> entries = new TreeSet<>(ParkedEntry.BY_ORDER);

    KeyQueue(Object key, Gate gate) {
        this.key = key;
        this.gate = gate;
    }
}
