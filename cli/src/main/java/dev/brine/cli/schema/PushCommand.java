package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Table;
import dev.brine.cli.Verbosity;
import dev.brine.registry.RegistryException;
import dev.brine.registry.SchemaVersion;
import dev.brine.registry.directory.Problem;
import dev.brine.registry.directory.SchemaDirectory;
import dev.brine.registry.directory.VersionInfo;
import dev.brine.registry.transfer.Push;
import dev.brine.registry.transfer.PushPlan;
import dev.brine.registry.transfer.RegistryPeer;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brine schema push}. */
@Command(
        name = "push",
        description = {
            "Writes what is released here into a registry, each version under the id of the lock, and sets the levels"
                    + " of its subjects. Nothing is written when an id or a version is taken there by another schema."
                    + " What is there already is left alone, so a push can be repeated.",
            "A registry takes ids in its mode IMPORT: a subject has it while its versions are written, and its own mode"
                    + " again afterwards."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is there, or --dry-run found nothing in the way",
            "1:something is in the way, or the registry refused",
            "2:wrong usage or configuration",
            "3:a version breaks its subject's level, so nothing was pushed",
            "5:the directory or the registry could not be reached",
            "130:stopped by a signal; the same command goes on"
        })
final class PushCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final PeerParameters registry = new PeerParameters();

    @Mixin
    private final DirectoryOption directory = new DirectoryOption();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(names = "--dry-run", description = "Only show what would be done.")
    private boolean dryRun;

    @Option(
            names = "--server-ids",
            description = "Where the registry has no mode IMPORT, register in order all the same, and stop at the first"
                    + " id that is not the lock's. Right for a registry that is empty.")
    private boolean serverIds;

    PushCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SchemaDirectory schemas = directory.open(console);
        List<Problem> problems = schemas.check();
        if (!problems.isEmpty()) {
            throw ProblemPrinter.refusal(console, directory.path(console), problems);
        }
        List<VersionInfo> versions = schemas.versions();
        try (RegistryPeer peer = registry.open(console, !dryRun)) {
            Push push = new Push(peer, serverIds ? Push.WithoutImport.HOPE : Push.WithoutImport.REFUSE);
            PushPlan plan = push.plan(versions, registry.subjects());
            conflicts(peer, plan);
            if (dryRun) {
                show(plan);
            } else {
                apply(push, peer, plan);
            }
            summary(peer, plan, versions);
            return ExitCode.DONE;
        } catch (RegistryException e) {
            // What could not be set back is worth more than the failure itself.
            for (Throwable left : e.getSuppressed()) {
                console.err().println("brine: " + left.getMessage());
            }
            throw e;
        }
    }

    /** A signal ends this between two versions, with the modes put back. */
    private void apply(Push push, RegistryPeer peer, PushPlan plan) {
        try (StopRequest stop = StopRequest.listen()) {
            if (!push.apply(plan, this::written, stop::requested)) {
                throw CliException.of(ExitCode.INTERRUPTED, "stopped before everything was in " + peer.location())
                        .trying("the same command goes on where this one ended");
            }
        }
        plan.levels().forEach(one -> console.out()
                .println(one.subject() + " has the level " + one.after() + ", which was " + one.before()));
        plan.importing().forEach(subject -> console.err()
                .println("brine: " + subject + " was in mode IMPORT at " + peer.location()
                        + " before, and still is; take it back if that was not meant"));
    }

    private void conflicts(RegistryPeer peer, PushPlan plan) {
        for (PushPlan.Conflict one : plan.conflicts()) {
            console.err().println(one.name() + " (" + one.rule() + ")");
            console.err().println("  " + one.what());
            console.err().println("  try: " + one.remedy());
        }
        if (!plan.conflicts().isEmpty()) {
            int count = plan.conflicts().size();
            throw CliException.failed("nothing was pushed to " + peer.location() + ": " + count
                    + (count == 1 ? " conflict" : " conflicts"));
        }
    }

    private void show(PushPlan plan) {
        Table table = new Table("SUBJECT", "VERSION", "ID", "WOULD BE");
        for (SchemaVersion one : plan.versions()) {
            table.row(
                    one.subject(),
                    "v" + one.version(),
                    String.valueOf(one.schema().id()),
                    plan.there().contains(one.name()) ? "left alone: is there" : "written");
        }
        table.print(console.out());
        plan.levels().forEach(one -> console.out()
                .println("the level of " + one.subject() + " would become " + one.after() + ", is " + one.before()));
    }

    private void written(SchemaVersion one) {
        console.out().println(one.name() + " written with id " + one.schema().id());
    }

    private void summary(RegistryPeer peer, PushPlan plan, List<VersionInfo> versions) {
        if (verbosity.quiet()) {
            return;
        }
        int missing = plan.missing().size();
        console.err()
                .println("brine: " + peer.location() + (dryRun ? " would get " : " got ") + missing
                        + (missing == 1 ? " version" : " versions") + ", had "
                        + plan.there().size());
        long drafts = versions.stream()
                .filter(one -> one.state() == VersionInfo.State.DRAFT)
                .count();
        if (drafts > 0) {
            console.err()
                    .println("brine: " + drafts + (drafts == 1 ? " draft has" : " drafts have")
                            + " no id yet and stayed here; 'brine schema release' gives one");
        }
    }
}
