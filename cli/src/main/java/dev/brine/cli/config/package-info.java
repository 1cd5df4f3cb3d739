/**
 * Configuration of the command: where each value may come from and which source wins.
 *
 * <p>Start at {@link dev.brine.cli.config.SettingsResolver}. Highest first: flags, {@code -X}, the file of {@code -F},
 * {@code BRINE_*} in the environment, {@code brine.yml} found upwards to the git root, defaults. All types are
 * immutable.
 */
@NullMarked
package dev.brine.cli.config;

import org.jspecify.annotations.NullMarked;
