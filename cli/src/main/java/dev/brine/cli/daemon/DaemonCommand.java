package dev.brine.cli.daemon;

import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.Verbosity;
import dev.brine.gateway.daemon.DaemonPlan;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What the commands have in common that run a configuration file. */
abstract class DaemonCommand implements Callable<Integer> {

    private final Console console;
    private final DaemonPlan.Face face;

    @Mixin
    private FileOptions file = new FileOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    DaemonCommand(Console console, DaemonPlan.Face face) {
        this.console = console;
        this.face = face;
    }

    @Override
    public Integer call() throws Exception {
        return new DaemonRun(console, connection, verbosity, face).run(file);
    }
}
