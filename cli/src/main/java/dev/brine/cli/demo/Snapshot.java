package dev.brine.cli.demo;

import java.util.Map;

/**
 * The demo at one moment.
 *
 * @param planned records in all, 0 if there is no end
 * @param produced records acknowledged
 * @param dead dead letters that workers told of
 * @param lag records acknowledged and not finished
 * @param byEdition acknowledged, by title of the edition
 * @param byVersion processed, by version
 * @param seconds since the first record was sent
 */
record Snapshot(
        long planned,
        long produced,
        long processed,
        long dead,
        long lag,
        Map<String, Long> byEdition,
        Map<String, Long> byVersion,
        double seconds) {}
