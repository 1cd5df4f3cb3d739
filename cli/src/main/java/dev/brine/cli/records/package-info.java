/**
 * {@code brine produce} and {@code brine consume}: records as JSON lines, each side's output the other's input.
 *
 * <p>Start at {@link dev.brine.cli.records.ConsumeCommand} and {@link dev.brine.cli.records.ProduceCommand}.
 */
@NullMarked
package dev.brine.cli.records;

import org.jspecify.annotations.NullMarked;
