/**
 * Records over HTTP: ranges of a partition, which need no state here, and events of a topic that go on.
 *
 * <p>Start at {@link dev.brine.gateway.consume.ConsumeEndpoint}. A {@code ConsumerPool} has a few threads, each with a Kafka
 * consumer of its own; a request or a stream is a {@code Subscription} to a partition, and any number of them share a
 * consumer, whatever their offsets.
 */
@NullMarked
package dev.brine.gateway.consume;

import org.jspecify.annotations.NullMarked;
