/**
 * {@code brine worker} and {@code brine gateway}: a configuration file run as a daemon, with signals, probes and systemd.
 *
 * <p>Start at {@link dev.brine.cli.daemon.DaemonRun}; what is run is {@link dev.brine.gateway.daemon.Daemon}, which
 * {@code brine up} runs by {@link dev.brine.cli.daemon.RunningDaemon} too.
 */
@NullMarked
package dev.brine.cli.daemon;

import org.jspecify.annotations.NullMarked;
