/**
 * The management port: metrics, liveness, readiness and progress over HTTP, on a pool of its own.
 *
 * <p>Start at {@link dev.brine.cli.management.ManagementServer}.
 */
@NullMarked
package dev.brine.cli.management;

import org.jspecify.annotations.NullMarked;
