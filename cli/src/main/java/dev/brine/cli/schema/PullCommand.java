package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.Verbosity;
import dev.brine.registry.directory.Adopted;
import dev.brine.registry.directory.ProblemText;
import dev.brine.registry.directory.SchemaDirectory;
import dev.brine.registry.transfer.Pull;
import dev.brine.registry.transfer.RegistryPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brine schema pull}. */
@Command(
        name = "pull",
        description = {
            "Writes what a registry has into the directory: a file for each version, its id into the lock, levels into"
                    + " subjects.yml. Deleted versions come too, as long as the registry still has them. A released file"
                    + " or a draft is never overwritten; if one differs, nothing is written and the file is named."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all of it is here",
            "1:something is in the way",
            "2:wrong usage or configuration",
            "5:the directory or the registry could not be reached"
        })
final class PullCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final PeerParameters registry = new PeerParameters();

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--keep-going",
            description = "Leave out what the directory cannot hold or has otherwise, and write the rest; ends with 1.")
    private boolean keepGoing;

    PullCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Pull.Fetched fetched;
        String from;
        try (RegistryPeer peer = registry.open(console, false)) {
            fetched = Pull.fetch(peer, registry.subjects());
            from = peer.location();
        }
        Path into = console.directory().resolve(directory.path(console));
        if (!Files.exists(into)) {
            Files.createDirectories(into);
        }
        SchemaDirectory schemas = directory.open(console);
        Adopted adopted = Pull.write(fetched, schemas, keepGoing);
        adopted.problems().forEach(one -> ProblemText.paragraph(one).forEach(console.err()::println));
        adopted.added().forEach(name -> console.out().println(name + " added"));
        adopted.levels().forEach((subject, level) -> console.out().println(subject + " has the level " + level));
        if (!adopted.problems().isEmpty()) {
            int count = adopted.problems().size();
            CliException refusal =
                    CliException.failed((keepGoing ? "not everything was pulled from " : "nothing was pulled from ")
                            + from + ": " + count + (count == 1 ? " problem" : " problems"));
            throw keepGoing ? refusal : refusal.trying("--keep-going takes the rest, names take single subjects");
        }
        if (!verbosity.quiet()) {
            summary(adopted, schemas, from);
        }
        return ExitCode.DONE;
    }

    private void summary(Adopted adopted, SchemaDirectory schemas, String from) {
        adopted.otherLevels().forEach((subject, level) -> console.err()
                .println("brine: the level of " + subject + " is " + level + " in " + from
                        + "; that of subjects.yml was left as it is"));
        int added = adopted.added().size();
        console.err()
                .println("brine: " + added + (added == 1 ? " version" : " versions") + " added, " + adopted.there()
                        + " were here" + (added == 0 ? "" : "; commit the files together with schemas.lock"));
        int problems = added == 0 ? 0 : schemas.check().size();
        if (problems > 0) {
            console.err()
                    .println("brine: the registry's history is not in order by the rules of a directory: "
                            + ProblemText.counted(problems, "problem") + "; 'brine schema check' tells which");
        }
    }
}
