/**
 * Work in parallel, in order where order is asked for. Start at {@link dev.brine.consumer.internal.lanes.Lane}, which
 * keeps the order, and {@link dev.brine.consumer.internal.lanes.Dispatcher}, which runs lanes and caps what is in
 * handlers. Nothing here talks to Kafka; {@code ConsumerRecord} is carried, not looked into, but for its key.
 *
 * <p>Two kinds of thread meet here: the one owner, which fills lanes and takes back what is finished, and runners. Every
 * method says which of them may call it.
 */
@NullMarked
package dev.brine.consumer.internal.lanes;

import org.jspecify.annotations.NullMarked;
