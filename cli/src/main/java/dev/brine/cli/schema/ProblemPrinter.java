package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.registry.directory.Problem;
import java.nio.file.Path;
import java.util.List;

/** Prints what is wrong with a directory, a paragraph a problem, and finds the exit code. */
final class ProblemPrinter {

    private ProblemPrinter() {}

    static CliException refusal(Console console, Path directory, List<Problem> problems) {
        for (Problem problem : problems) {
            console.err()
                    .println(problem.file() + (problem.at().isEmpty() ? "" : " " + problem.at()) + " (" + problem.rule()
                            + ")");
            console.err().println("  " + problem.what());
            console.err().println("  try: " + problem.remedy());
        }
        boolean incompatible = problems.stream().anyMatch(one -> one.kind() == Problem.Kind.INCOMPATIBLE);
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        return CliException.of(
                incompatible ? ExitCode.INCOMPATIBLE : ExitCode.FAILED, count + " in the schemas of " + directory);
    }
}
