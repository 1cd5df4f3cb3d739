package dev.brine.cli.pickle;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code brine pickle} commands. */
@Command(
        name = "pickle",
        description =
                "Python's pickles as plain data: to JSON, from JSON, and what is in them. Nothing in them is run.",
        subcommands = {ToJsonCommand.class, FromJsonCommand.class, InspectCommand.class},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class PickleCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
