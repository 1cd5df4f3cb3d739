package dev.brine.cli.daemon;

import dev.brine.cli.Console;
import dev.brine.gateway.daemon.DaemonPlan;
import picocli.CommandLine.Command;

/** {@code brine worker}. */
@Command(
        name = "worker",
        description = {
            "Run the workers and sources of a configuration file: topics to handlers or sinks, files, sockets and polled"
                    + " APIs to topics.",
            "Prints management=URL, then 'ready'. SIGTERM drains and ends with 0, or with 1 if not everything could be"
                    + " finished within shutdown.timeout; a second one stops at once."
        },
        mixinStandardHelpOptions = true)
public final class WorkerCommand extends DaemonCommand {

    public WorkerCommand(Console console) {
        super(console, DaemonPlan.Face.WORKER);
    }
}
