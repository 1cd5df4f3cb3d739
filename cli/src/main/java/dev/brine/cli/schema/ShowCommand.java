package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.registry.directory.VersionInfo;
import dev.brine.registry.parsing.ParsedSchema;
import dev.brine.registry.parsing.PrettySchema;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brine schema show}. */
@Command(
        name = "show",
        description = "Prints a schema on standard output, and what is known about it on standard error.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(paramLabel = "SUBJECT[:vN]", description = "The newest version, drafts included, unless one is named.")
    private String name = "";

    @Option(
            names = "--resolved",
            description = "Put the definitions of referenced types in, so that the text stands alone.")
    private boolean resolved;

    @Option(names = "--compact", description = "Print one line.")
    private boolean compact;

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        VersionName wanted = VersionName.of(name);
        VersionInfo version = directory.open(console).version(wanted.subject(), wanted.version());
        ParsedSchema schema = version.schema()
                .orElseThrow(() -> CliException.failed(version.file() + " cannot be read as a schema")
                        .trying("'brine schema check' says why"));
        String text = resolved ? schema.schema().toString() : schema.text();
        console.out().print(compact ? text + "\n" : PrettySchema.of(text));
        if (!verbosity.quiet()) {
            about(version, schema);
        }
        return ExitCode.DONE;
    }

    private void about(VersionInfo version, ParsedSchema schema) {
        console.out().flush();
        console.err()
                .println(version.name() + ", "
                        + version.state().name().toLowerCase(Locale.ROOT)
                        + version.id().map(id -> ", id " + id).orElse("") + ", guid " + schema.guid() + ", fingerprint "
                        + HexFormat.of().toHexDigits(schema.fingerprint()) + ", level " + version.level());
        schema.references()
                .forEach(reference -> console.err().println("  " + reference.name() + " is " + reference.target()));
    }
}
