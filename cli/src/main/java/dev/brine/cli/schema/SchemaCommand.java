package dev.brine.cli.schema;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code brine schema} commands. */
@Command(
        name = "schema",
        description =
                "Schemas in a directory of git: list, show, check, compare and release them, and carry them to and from a"
                        + " registry.",
        subcommands = {
            ListCommand.class,
            ShowCommand.class,
            CheckCommand.class,
            LintCommand.class,
            DiffCommand.class,
            ReleaseCommand.class,
            PushCommand.class,
            PullCommand.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class SchemaCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
}
