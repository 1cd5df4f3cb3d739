/**
 * Reading dead letters and sending them back.
 *
 * <p>Start at {@link dev.brine.consumer.deadletter.DeadLetter#of}, which understands what Brine, Spring for Apache Kafka,
 * Kafka Connect and Kafka Streams write beside a record that they gave up. {@link
 * dev.brine.consumer.deadletter.Redrive} makes the record that goes back, {@link
 * dev.brine.consumer.deadletter.RedriveProgress} is what a group remembers of it.
 *
 * <p>Headers are hostile until read: whatever they hold gives a letter, with a fact missing and a problem named.
 */
@NullMarked
package dev.brine.consumer.deadletter;

import org.jspecify.annotations.NullMarked;
