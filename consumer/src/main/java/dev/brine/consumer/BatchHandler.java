package dev.brine.consumer;

import java.util.List;

/**
 * What is done with many messages at once. Called by many threads at once, never for one lane by two; may block.
 *
 * <p>A batch holds records of any topic and partition of the worker. Those of one lane (see {@link Ordering}) stand in
 * their order, follow each other without a gap, and no later one of it is in another batch meanwhile. Records that do not
 * decode are dead letters and in no batch.
 *
 * <p>The answer is one {@link RecordOutcome} for each message, in the order of the batch. A record without one, because
 * the list is shorter or has null there, has failed. An exception counts as a failed attempt for all, and says nothing
 * about any single one: unless it ends the worker ({@link StopException}), each record is tried again, and what it throws
 * in a batch of one is judged as what a {@link Handler} throws.
 *
 * <p>A record that is tried again comes in a batch of its own. Of records of one lane, what was answered counts up to the
 * first that is not finished; those behind it come again after it, so that each key's records end in their order even
 * if the handler went on. Such a further call does not count as an attempt.
 */
@FunctionalInterface
public interface BatchHandler<K, V> {

    /**
     * Handles a batch.
     *
     * @param batch one or more messages, not to be changed
     */
    List<RecordOutcome> handle(List<Message<K, V>> batch) throws Exception;
}
