/**
 * The file that configures a worker or a gateway: one YAML grammar, read with line numbers, every mistake told at once.
 *
 * <p>Start at {@link dev.brine.gateway.config.ConfigFile}. Edges get a {@link dev.brine.gateway.config.Section} and know
 * nothing of YAML. Nothing here is safe for use by several threads, apart from records. The file is trusted as far as
 * whoever may edit it is, yet it is bounded: 1 MiB, 10,000 nodes, 32 levels, no tags.
 */
@NullMarked
package dev.brine.gateway.config;

import org.jspecify.annotations.NullMarked;
