package dev.brine.cli;

import dev.brine.cli.config.KnownSettings;
import dev.brine.cli.daemon.GatewayCommand;
import dev.brine.cli.daemon.WorkerCommand;
import dev.brine.cli.demo.DemoCommand;
import dev.brine.cli.dlq.DlqCommand;
import dev.brine.cli.files.DumpCommand;
import dev.brine.cli.files.LoadCommand;
import dev.brine.cli.group.GroupCommand;
import dev.brine.cli.pickle.PickleCommand;
import dev.brine.cli.records.ConsumeCommand;
import dev.brine.cli.records.ProduceCommand;
import dev.brine.cli.registry.RegistryCommand;
import dev.brine.cli.schema.SchemaCommand;
import dev.brine.cli.up.UpCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The {@code brine} command. A further command is one more class in the list below. */
@Command(
        name = "brine",
        description = "Typed, schema-versioned messages on Apache Kafka; the schemas live in git.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ProduceCommand.class,
            ConsumeCommand.class,
            DumpCommand.class,
            LoadCommand.class,
            GroupCommand.class,
            DlqCommand.class,
            SchemaCommand.class,
            WorkerCommand.class,
            GatewayCommand.class,
            RegistryCommand.class,
            PickleCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage or configuration",
            "3:a schema is incompatible",
            "4:some records could not be read",
            "5:a broker or a registry could not be reached",
            "130:interrupted"
        },
        footerHeading = "%nConfiguration, highest first:%n",
        footer = {
            "  flags, -X, the file of -F, BRINE_* variables (BRINE_KAFKA_SASL_MECHANISM is",
            "  sasl.mechanism, BRINE_REGISTRY is brine.registry), brine.yml found upwards",
            "  to the git root, defaults."
        })
public final class Brine implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(run(Console.system(), args));
    }

    /** Runs one command line to its end and returns the exit code. Both writers of the console are flushed. */
    public static int run(Console console, String... args) {
        int code = commandLine(console).execute(args);
        console.out().flush();
        console.err().flush();
        return code;
    }

    /** The command line over a console, for running it and for generating its documentation. */
    public static CommandLine commandLine(Console console) {
        CommandLine line = new CommandLine(Brine.class, new ConsoleFactory(console));
        document(line, line.getCommandSpec().usageMessage());
        ErrorPrinter errors = new ErrorPrinter(console);
        return line.setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        console.colours() ? CommandLine.Help.Ansi.AUTO : CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(Math.max(80, Math.min(120, console.columns())))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors)
                .setExecutionStrategy(parsed -> execute(console, parsed));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Exit codes mean the same for every command, so the page of every command has them. */
    private static void document(CommandLine line, UsageMessageSpec top) {
        line.getSubcommands().values().forEach(sub -> {
            UsageMessageSpec usage = sub.getCommandSpec().usageMessage();
            if (usage.exitCodeList().isEmpty()) {
                usage.exitCodeListHeading(top.exitCodeListHeading()).exitCodeList(top.exitCodeList());
            }
            document(sub, top);
        });
    }

    static Verbosity verbosityOf(ParseResult parsed) {
        Object found = leaf(parsed).commandSpec().mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(Verbosity.class::isInstance)
                .findFirst()
                .orElse(null);
        return found instanceof Verbosity verbosity ? verbosity : new Verbosity();
    }

    private static int execute(Console console, ParseResult parsed) {
        verbosityOf(parsed).apply();
        boolean lists = leaf(parsed).commandSpec().mixins().values().stream()
                .anyMatch(
                        mixin -> mixin.userObject() instanceof ConnectionOptions options && options.listsProperties());
        if (lists) {
            KnownSettings.print(console.out());
            return ExitCode.DONE;
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    private static ParseResult leaf(ParseResult parsed) {
        ParseResult at = parsed;
        while (at.hasSubcommand()) {
            at = at.subcommand();
        }
        return at;
    }
}
