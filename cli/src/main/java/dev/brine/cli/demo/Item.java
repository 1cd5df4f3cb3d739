package dev.brine.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * What is to be sent.
 *
 * @param line the number of the input's line, from 1; 0 where there is no input
 */
record Item(String key, Object value, @Nullable Poison poison, long line) {}
