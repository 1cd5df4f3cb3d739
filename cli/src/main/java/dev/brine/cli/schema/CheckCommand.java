package dev.brine.cli.schema;

import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.registry.directory.Problem;
import dev.brine.registry.directory.ProblemText;
import dev.brine.registry.directory.SchemaDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brine schema check}. */
@Command(
        name = "check",
        description = {
            "Checks every schema: that released files are what was released, that each version keeps its subject's "
                    + "level, that names resolve, that the lock and subjects.yml are well-formed. All problems are "
                    + "told at once. Needs no server."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is in order",
            "1:something is wrong, and no level is broken",
            "2:wrong usage or configuration",
            "3:a version breaks its subject's level, whatever else is wrong",
            "5:the directory or the git revision could not be read, so nothing was checked"
        })
final class CheckCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--against",
            paramLabel = "REF",
            description = "Also compare with a git revision, such as origin/main: whatever is released there must be "
                    + "here, unchanged.")
    private @Nullable String against;

    @Option(
            names = "--no-memory",
            description =
                    "Look again at released versions that an earlier check found in order and that have not changed"
                            + " since; which they are is kept in ~/.cache/brine.")
    private boolean noMemory;

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SchemaDirectory schemas = directory.open(console);
        Optional<Path> memory = noMemory ? Optional.empty() : CheckMemory.of(console, directory.path(console));
        String revision = against;
        List<Problem> problems = revision == null
                ? memory.map(schemas::check).orElseGet(schemas::check)
                : memory.map(file -> schemas.checkAgainst(revision, file))
                        .orElseGet(() -> schemas.checkAgainst(revision));
        if (!problems.isEmpty()) {
            throw ProblemPrinter.refusal(console, directory.path(console), problems);
        }
        if (!verbosity.quiet()) {
            console.out().println(ProblemText.inOrder(schemas.versions(), against == null ? "" : against));
        }
        return ExitCode.DONE;
    }
}
