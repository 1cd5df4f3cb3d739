/**
 * The process that runs what a configuration file says: workers with handlers or sinks, sources, the HTTP face.
 *
 * <p>Start at {@link dev.brine.gateway.daemon.DaemonPlan}, which is the whole file read and checked, and {@link
 * dev.brine.gateway.daemon.Daemon}, which runs it. What listens to signals and probes is the command line's.
 */
@NullMarked
package dev.brine.gateway.daemon;

import org.jspecify.annotations.NullMarked;
