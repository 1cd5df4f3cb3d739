package dev.brine.cli.group;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Consumer groups. */
@Command(
        name = "group",
        description = "Show consumer groups, how far they are behind, and move them.",
        subcommands = {GroupListCommand.class, GroupLagCommand.class, GroupResetCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class GroupCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: ls, lag or reset");
    }
}
