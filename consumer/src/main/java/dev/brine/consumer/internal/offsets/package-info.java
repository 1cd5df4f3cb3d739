/**
 * Which offsets of a partition are finished, and how that survives in a commit. Numbers only: nothing here knows
 * Kafka, records or threads. Not safe for use by several threads unless a type says so.
 */
@NullMarked
package dev.brine.consumer.internal.offsets;

import org.jspecify.annotations.NullMarked;
