/**
 * The way of a record from any edge to its topic: bytes of a source become a value, the value a record, the record an
 * acknowledgement or a dead letter.
 *
 * <p>Start at {@link dev.brine.gateway.flow.TopicFormats}, which knows what topics hold, and at {@link
 * dev.brine.gateway.flow.KafkaTopicWriter}, which writes to them. Everything here may be shared between threads unless its
 * page says otherwise.
 */
@NullMarked
package dev.brine.gateway.flow;

import org.jspecify.annotations.NullMarked;
