package dev.brine.cli.dlq;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Dead letters. */
@Command(
        name = "dlq",
        description = {
            "Count, show and redrive dead letters.",
            "Reads what Brine, Spring, Kafka Connect and Kafka Streams write."
        },
        subcommands = {LetterListCommand.class, LetterShowCommand.class, RedriveCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true)
public final class DlqCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: ls, show or redrive");
    }
}
