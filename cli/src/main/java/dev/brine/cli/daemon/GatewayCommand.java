package dev.brine.cli.daemon;

import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.Verbosity;
import dev.brine.gateway.daemon.DaemonPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
public final class GatewayCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private FileOptions file = new FileOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public GatewayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return new DaemonRun(console, connection, verbosity, DaemonPlan.Face.GATEWAY).run(file);
    }
}
