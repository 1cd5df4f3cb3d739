package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.registry.directory.Problem;
import dev.brine.registry.directory.ProblemText;
import java.nio.file.Path;
import java.util.List;

/** Prints what is wrong with a directory, a paragraph a problem, and finds the exit code. */
final class ProblemPrinter {

    private ProblemPrinter() {}

    static CliException refusal(Console console, Path directory, List<Problem> problems) {
        problems.forEach(one -> ProblemText.paragraph(one).forEach(console.err()::println));
        boolean incompatible = problems.stream().anyMatch(one -> one.kind() == Problem.Kind.INCOMPATIBLE);
        return CliException.of(
                incompatible ? ExitCode.INCOMPATIBLE : ExitCode.FAILED,
                ProblemText.summary(problems, directory.toString()));
    }
}
