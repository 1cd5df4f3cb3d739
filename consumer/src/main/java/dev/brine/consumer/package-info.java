/**
 * The worker: processes topics for a consumer group in parallel, in order within a key, and loses nothing.
 *
 * <p>Start at {@link dev.brine.consumer.Worker#reading}. What a handler may count on:
 *
 * <ol>
 *   <li>A record is finished when its handler has returned (or its stage has completed), when the handler threw {@link
 *       dev.brine.consumer.SkipException}, or when its dead letter is acknowledged. Until then no commit passes it, and
 *       after a crash or a rebalance it is handed out again: at least once.
 *   <li>With {@link dev.brine.consumer.Ordering#KEY}, the handler never has two records of one key at once, and has them
 *       in the order of their offsets; a record that is retried holds back the later ones of its key and no others.
 *   <li>The handler runs on many threads at once, never on the one that polls. It may block.
 *   <li>A record that cannot be decoded never reaches the handler: it becomes a dead letter.
 *   <li>A handler that throws is called again with the same record, decoded anew, until {@link
 *       dev.brine.consumer.Retry} gives up; then the record becomes a dead letter.
 * </ol>
 *
 * <p>{@code dev.brine.consumer.internal} is not API.
 */
@NullMarked
package dev.brine.consumer;

import org.jspecify.annotations.NullMarked;
