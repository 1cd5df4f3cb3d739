/**
 * Retry topics: what is parked, in which order it is tried again, and how a new owner knows. Start at {@link
 * dev.brine.consumer.internal.retry.Parking}, which knows nothing of Kafka; docs/design/retry-topics.md has the rules.
 */
@NullMarked
package dev.brine.consumer.internal.retry;

import org.jspecify.annotations.NullMarked;
