package dev.brine.consumer;

/**
 * Told of every record that this worker finishes, once for each time it does, before any later record of the same lane
 * is begun; of a batch, when its handler has returned.
 *
 * <p>Called on the thread that finished it: a runner's, the one that completed a stage, or the dead-letter thread. A
 * slow listener slows that lane (and all dead letters), nothing else. What it throws is logged and changes nothing.
 * A record that was finished but could not be committed any more, because its partition was lost, is told again by the
 * worker that gets it next.
 */
@FunctionalInterface
public interface OutcomeListener<K, V> {

    void finished(Finished<K, V> finished);
}
