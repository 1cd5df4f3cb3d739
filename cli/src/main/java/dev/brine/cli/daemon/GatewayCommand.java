package dev.brine.cli.daemon;

import dev.brine.cli.Console;
import dev.brine.gateway.daemon.DaemonPlan;
import picocli.CommandLine.Command;

/** {@code brine gateway}. */
@Command(
        name = "gateway",
        description = {
            "Run everything of a configuration file: HTTP in and out, forwarding, and the workers and sources that"
                    + " 'brine worker' runs.",
            "Prints gateway=URL and management=URL, then 'ready'. SIGTERM drains and ends with 0, or with 1 if not everything could be"
                    + " finished within shutdown.timeout; a second one stops at once."
        },
        mixinStandardHelpOptions = true)
public final class GatewayCommand extends DaemonCommand {

    public GatewayCommand(Console console) {
        super(console, DaemonPlan.Face.GATEWAY);
    }
}
