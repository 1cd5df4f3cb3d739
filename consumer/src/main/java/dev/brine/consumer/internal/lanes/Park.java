package dev.brine.consumer.internal.lanes;

/**
 * How a record is to be parked.
 *
 * @param tier the delay that it waits for, from 1; 0 for one that only follows another of its key
 * @param due epoch milliseconds of its next attempt, at the earliest
 */
public record Park(int tier, long due) {}
