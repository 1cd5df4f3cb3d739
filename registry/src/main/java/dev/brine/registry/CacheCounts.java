package dev.brine.registry;

/**
 * What a cache of a registry has done so far, for whoever makes meters of it.
 *
 * @param cache its name, such as {@code ids}
 * @param size entries now
 * @param hits questions that it answered
 * @param misses questions that it did not
 * @param evictions entries that left because it was full
 */
public record CacheCounts(String cache, long size, long hits, long misses, long evictions) {}
