/**
 * Connections to a cluster, and what to say when there is none.
 *
 * <p>Start at {@link dev.brine.cli.kafka.Cluster}.
 */
@NullMarked
package dev.brine.cli.kafka;

import org.jspecify.annotations.NullMarked;
