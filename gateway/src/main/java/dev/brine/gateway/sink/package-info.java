/**
 * Where a worker's records can go without a line of code: another topic, an HTTP endpoint, a file, a command's standard
 * input.
 *
 * <p>Start at {@link dev.brine.gateway.sink.SinkTypes}, which reads what the configuration says, and {@link
 * dev.brine.gateway.sink.Sink}. A record is finished when its sink has it for sure; each class says what that means for
 * it. What is wrong with a record makes it a dead letter; what is wrong with a disk or a command is waited for, because
 * it is wrong for every record.
 */
@NullMarked
package dev.brine.gateway.sink;

import org.jspecify.annotations.NullMarked;
