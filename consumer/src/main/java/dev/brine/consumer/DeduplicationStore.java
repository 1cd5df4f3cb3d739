package dev.brine.consumer;

import java.time.Duration;

/**
 * Remembers the ids of messages that a handler is done with, so that it is not called for them again. Used by many threads at
 * once. It may block where handlers may.
 *
 * <p>An id is added after the handler is done and before the offset is committed. What happens in between, a crash or a store
 * that does not answer, leaves the id out, and the handler is called once more: this makes duplicates rarer, only a
 * handler that can be repeated makes them harmless.
 */
public interface DeduplicationStore {

    /**
     * Whether an id was added and is still known.
     *
     * @throws Exception if that cannot be told now: the attempt has failed, and {@link Retry} says what follows
     */
    boolean contains(String id) throws Exception;

    /**
     * Adds an id.
     *
     * @throws Exception if that is not possible; it is logged, and the record is finished all the same
     */
    void add(String id) throws Exception;

    /**
     * A store in this process's memory: about 150 bytes an id and the id itself. It forgets the oldest when it is full, and all
     * when the process ends, so it helps against what is sent twice and against partitions that come back, not after a
     * crash.
     *
     * @param most ids, 1 or more
     * @param lifetime after which an id is forgotten
     */
    static DeduplicationStore inMemory(int most, Duration lifetime) {
        return new InMemoryDeduplicationStore(most, lifetime, System::nanoTime);
    }
}
