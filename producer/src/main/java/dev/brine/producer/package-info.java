/**
 * Typed sending to Kafka.
 *
 * <p>Start at {@link dev.brine.producer.BrineProducer}. A producer is shared by as many threads as like to; records of
 * one thread to one partition keep their order.
 */
@NullMarked
package dev.brine.producer;

import org.jspecify.annotations.NullMarked;
