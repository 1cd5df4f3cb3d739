/**
 * Schemas and serdes as the command line and the configuration ask for them.
 *
 * <p>Start at {@link dev.brine.cli.serde.Registries} for the registry and {@link dev.brine.cli.serde.TopicSerdes} for
 * what the records of a topic are.
 */
@NullMarked
package dev.brine.cli.serde;

import org.jspecify.annotations.NullMarked;
