package dev.brine.cli.schema;

import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.registry.Difference;
import dev.brine.registry.SubjectVersion;
import dev.brine.registry.compatibility.SchemaChange;
import dev.brine.registry.directory.VersionComparison;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code brine schema diff}. */
@Command(
        name = "diff",
        description = "Says what changed between two versions of a subject, and which of the two can read the other.",
        mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(index = "0", paramLabel = "SUBJECT", description = "The subject.")
    private String subject = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FROM",
            description = "The older version: v1, v2. Default: the last but one; or the one before TO.")
    private @Nullable String from;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "The newer version. Default: the newest.")
    private @Nullable String to;

    DiffCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<Integer> older = Optional.ofNullable(from).map(VersionName::version);
        Optional<Integer> newer = Optional.ofNullable(to).map(VersionName::version);
        VersionComparison found = directory.open(console).diff(subject, older, newer);
        console.out().println(found.from() + " -> " + found.to());
        if (found.changes().isEmpty()) {
            console.out().println("  nothing");
        }
        found.changes().forEach(change -> console.out().println("  " + sign(change) + " " + change));
        readable(found.to(), found.from(), found.backward());
        readable(found.from(), found.to(), found.forward());
        return ExitCode.DONE;
    }

    private static String sign(SchemaChange change) {
        return switch (change.kind()) {
            case "added" -> "+";
            case "removed" -> "-";
            default -> "~";
        };
    }

    private void readable(SubjectVersion reader, SubjectVersion writer, List<Difference> why) {
        console.out().println(reader + (why.isEmpty() ? " reads " : " cannot read ") + writer);
        why.forEach(one -> console.out()
                .println("  " + one.path() + " (" + one.rule() + "): it reads " + one.readerSide() + ", and "
                        + one.writerSide() + " was written"));
    }
}
