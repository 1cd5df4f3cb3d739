/**
 * {@code brine dlq}: dead letters counted, shown, and sent back.
 *
 * <p>Start at {@link dev.brine.cli.dlq.DlqCommand}. What a letter is and what goes back is in {@code
 * dev.brine.consumer.deadletter}; here are filters, edits, the two passes of a redrive, and how all of it is printed.
 */
@NullMarked
package dev.brine.cli.dlq;

import org.jspecify.annotations.NullMarked;
