/**
 * What holds a worker back on purpose: rates, and the circuit breaker. Start at {@link
 * dev.brine.consumer.internal.pacing.Regulator}, which may be shared; the machines inside it are told the time and
 * belong to its lock. Nothing here knows Kafka's clients.
 */
@NullMarked
package dev.brine.consumer.internal.pacing;

import org.jspecify.annotations.NullMarked;
