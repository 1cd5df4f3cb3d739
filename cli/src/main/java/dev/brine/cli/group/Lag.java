package dev.brine.cli.group;

import org.jspecify.annotations.Nullable;

/**
 * How far a group is behind in one partition.
 *
 * @param committed null where the group has committed nothing, and counts from the partition's beginning
 * @param end the offset behind the last record
 * @param records offsets between the two; with compaction or transactions there may be fewer records
 * @param seconds age of the first record that is not committed; null where that is unknown
 */
record Lag(
        String topic,
        int partition,
        @Nullable Long committed,
        long end,
        long records,
        @Nullable Double seconds) {}
