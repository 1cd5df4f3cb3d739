package dev.brine.consumer.internal.retry;

/**
 * What a record in the log says of itself, as far as {@link Parking} looks at it.
 *
 * @param tier the delay that it waits for; 0 if it only follows
 * @param due epoch milliseconds
 * @param since epoch milliseconds since when this copy is in the log
 * @param weight bytes that it takes in memory
 */
public record Parked<P>(int tier, long due, long since, long weight, P payload) {}
