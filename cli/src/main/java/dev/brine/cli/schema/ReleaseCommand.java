package dev.brine.cli.schema;

import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.directory.ReleaseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code brine schema release}. */
@Command(
        name = "release",
        description = {
            "Gives every draft its id and appends it to schemas.lock, after a check; drafts that it uses come first. "
                    + "Nothing is written when anything is wrong. From then on the file never changes."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:released, or there was nothing to release",
            "1:something is wrong, and no level is broken",
            "2:wrong usage or configuration",
            "3:a version breaks its subject's level, whatever else is wrong",
            "5:the directory could not be read or written"
        })
final class ReleaseCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(paramLabel = "SUBJECT", arity = "0..*", description = "Only drafts of these subjects.")
    private List<String> subjects = new ArrayList<>();

    ReleaseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ReleaseResult result = directory.open(console).release(subjects);
        if (result instanceof ReleaseResult.Refused refused) {
            throw ProblemPrinter.refusal(console, directory.path(console), refused.problems());
        }
        List<SchemaVersion> versions = ((ReleaseResult.Released) result).versions();
        versions.forEach(one -> console.out()
                .println(one.name() + " released as id " + one.schema().id() + ", guid "
                        + one.schema().guid()));
        if (!verbosity.quiet()) {
            console.err()
                    .println(
                            versions.isEmpty()
                                    ? "there is no draft to release"
                                    : "commit schemas.lock together with the new files");
        }
        return ExitCode.DONE;
    }
}
