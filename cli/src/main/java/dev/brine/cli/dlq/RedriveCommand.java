package dev.brine.cli.dlq;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.ProgressLine;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.dlq.Verdict.Reason;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.Bounds;
import dev.brine.cli.records.OffsetRange;
import dev.brine.cli.records.Production;
import dev.brine.consumer.deadletter.Redrive;
import dev.brine.consumer.deadletter.RedriveProgress;
import dev.brine.producer.BrineProducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends dead letters back. */
@Command(
        name = "redrive",
        description = {
            "Send dead letters back to the topics that they came from, as they were.",
            "Shows what it would do; --execute does it. What a group has redriven it does not redrive again, and what"
                    + " a",
            "filter leaves out stays for the next time. The group's offset moves when a letter is acknowledged: after"
                    + " a",
            "crash some may go twice, with the same header brine.redrive.from."
        },
        mixinStandardHelpOptions = true)
public final class RedriveCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(names = "--execute", description = "Do it; without this nothing is sent.")
    private boolean execute;

    @Option(
            names = "--to",
            paramLabel = "TOPIC",
            description = "Send all to this topic; without it each goes to the one that it came from.")
    private @Nullable String to;

    @Option(
            names = "--edit",
            paramLabel = "PATCH|FILE",
            description =
                    "Mend payloads by a JSON Patch (RFC 6902): the patch itself, or a file. If one letter does not"
                            + " take it, nothing is sent.")
    private @Nullable String edit;

    @Option(names = "--rate", paramLabel = "N", description = "Send at most so many letters a second.")
    private double rate = Double.POSITIVE_INFINITY;

    @Option(
            names = "--max-redrives",
            paramLabel = "N",
            defaultValue = "3",
            description = "Leave letters that were redriven so often already. Default: ${DEFAULT-VALUE}.")
    private int mostRedrives = 3;

    @Option(
            names = {"-n", "--num"},
            paramLabel = "N",
            description = "Stop after so many letters.")
    private long most = Long.MAX_VALUE;

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            defaultValue = Progress.GROUP,
            description = "The group that remembers what was redriven. Default: ${DEFAULT-VALUE}.")
    private String group = Progress.GROUP;

    @Option(
            names = "--skip-others",
            description = "Letters that the filter leaves out are done with for this group, instead of left for later.")
    private boolean skipOthers;

    @Option(names = "--json", description = "Print one JSON object, at the end.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public RedriveCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        LetterFilter filter = letters.filter();
        OffsetRange range = letters.range();
        check();
        JsonPatch patch = patch();
        Settings settings = connection.settings(console);
        try (Cluster cluster = Cluster.connect(settings);
                StopRequest stop = StopRequest.listen();
                Payloads payloads =
                        filter.asksPayload() || patch != null ? Payloads.open(console, settings, letters) : null;
                SourceLetters sources = new SourceLetters(
                        () -> letters.openRegistry(console, settings), schemas -> letters.serdes(schemas, settings));
                Edit mend = patch == null || payloads == null
                        ? null
                        : new Edit(patch, letters.writing(payloads.registry(), settings))) {
            List<TopicPartition> chosen = letters.partitions(cluster);
            if (to != null) {
                cluster.partitions(to);
            }
            Progress.requireNobodyIn(cluster, group);
            Map<TopicPartition, RedriveProgress> progress = Progress.of(cluster, group, chosen);
            progress.forEach((partition, done) -> {
                if (done.problem() != null) {
                    console.err()
                            .println("brine: what " + group + " has committed for " + partition
                                    + " is no record of redriven letters (" + done.problem()
                                    + "); letters behind it count as not redriven");
                }
            });
            Judge judge = new Judge(filter, payloads, new Destinations(cluster), to, mostRedrives, mend, sources);
            try (Consumer<byte[], byte[]> consumer = LetterReader.consumer(settings, execute ? group : null)) {
                Bounds bounds = open(Bounds.of(range, true, chosen, consumer), progress);
                LetterReader reader = new LetterReader(consumer, cluster);
                RedrivePlan plan = plan(reader, bounds, stop, judge, progress);
                if (stop.requested()) {
                    return stop.exitCode();
                }
                return carryOut(plan, reader, bounds, stop, judge, progress, cluster, consumer);
            }
        }
    }

    private void check() {
        letters.requireTopics();
        if (!(rate > 0)) {
            throw CliException.usage("--rate must be more than 0");
        }
        if (most < 1) {
            throw CliException.usage("-n must be 1 or more: " + most);
        }
        if (mostRedrives < 1) {
            throw CliException.usage("--max-redrives must be 1 or more: " + mostRedrives);
        }
        if (group.isBlank()) {
            throw CliException.usage("-g must not be empty");
        }
        if (to != null && letters.topics().contains(to)) {
            throw CliException.usage("--to " + to + " is the dead-letter topic itself");
        }
    }

    private @Nullable JsonPatch patch() throws IOException {
        if (edit == null) {
            return null;
        }
        try {
            return JsonPatch.parse(
                    edit.stripLeading().startsWith("[")
                            ? edit
                            : Files.readString(console.directory().resolve(edit)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw CliException.usage("--edit: there is no file '" + edit + "', and a patch begins with [")
                    .causedBy(e);
        } catch (IllegalArgumentException e) {
            throw CliException.usage("--edit: " + e.getMessage()).causedBy(e);
        }
    }

    /** Without what is done from the beginning on. */
    private static Bounds open(Bounds bounds, Map<TopicPartition, RedriveProgress> progress) {
        Map<TopicPartition, Long> from = new HashMap<>();
        bounds.from().forEach((partition, offset) -> {
            RedriveProgress done = progress.get(partition);
            from.put(partition, done == null ? offset : Math.max(offset, done.frontier()));
        });
        return new Bounds(from, bounds.to());
    }

    private RedrivePlan plan(
            LetterReader reader,
            Bounds bounds,
            StopRequest stop,
            Judge judge,
            Map<TopicPartition, RedriveProgress> progress) {
        RedrivePlan plan = new RedrivePlan();
        reader.read(bounds, stop, letter -> {
            RedriveProgress done = progress.get(
                    new TopicPartition(letter.record().topic(), letter.record().partition()));
            if (done == null || !done.done(letter.record().offset())) {
                plan.count(letter, judge.judge(letter));
            }
            return plan.sends() < most;
        });
        return plan;
    }

    private int carryOut(
            RedrivePlan plan,
            LetterReader reader,
            Bounds bounds,
            StopRequest stop,
            Judge judge,
            Map<TopicPartition, RedriveProgress> progress,
            Cluster cluster,
            Consumer<byte[], byte[]> consumer) {
        if (!json) {
            plan.print(console);
        }
        plan.explain(console);
        if (plan.refused(Reason.EDIT) > 0) {
            throw CliException.failed("nothing was sent, because the edit does not fit "
                            + Words.letters(plan.refused(Reason.EDIT)))
                    .trying("a filter that leaves them out");
        }
        if (!execute || (plan.sends() == 0 && !skipOthers)) {
            say(
                    plan.sends() == 0
                            ? "no letters to redrive"
                            : "nothing was sent; --execute redrives " + Words.letters(plan.sends()));
            return end(plan, 0);
        }
        progress.forEach((partition, done) -> done.readFrom(bounds.from().getOrDefault(partition, 0L)));
        ProgressLine line = new ProgressLine(
                console,
                verbosity.quiet(),
                "of " + Words.letters(plan.sends()) + " redriven",
                plan.sends(),
                System::nanoTime);
        Redriver redriver;
        try (BrineProducer<byte[], byte[]> producer = Production.producer(cluster)) {
            redriver = new Redriver(
                    judge,
                    progress,
                    producer,
                    consumer,
                    new RateLimit(rate, System::nanoTime, stop::await),
                    line,
                    new Redriver.Limits(most, skipOthers),
                    System::nanoTime);
            try {
                reader.read(bounds, stop, redriver);
            } finally {
                redriver.finish();
            }
        }
        say(String.format(
                Locale.ROOT, "%s redriven in %.1f s", Words.letters(redriver.acknowledged()), line.seconds()));
        requireWhole(redriver);
        int code = end(plan, redriver.acknowledged());
        return stop.requested() ? stop.exitCode() : code;
    }

    private static void requireWhole(Redriver redriver) {
        Redriver.Failed failure = redriver.failure();
        if (failure != null) {
            CliException error = failure.cause() instanceof TimeoutException
                    ? CliException.unreachable(failure.letter() + " was not acknowledged in time")
                    : CliException.failed(failure.letter() + " was refused by the broker");
            throw error.because(failure.cause().getMessage())
                    .trying("again: what was committed is not sent again")
                    .causedBy(failure.cause());
        }
        KafkaException commit = redriver.commitFailure();
        if (commit != null) {
            throw CliException.unreachable("the group's offset could not be committed")
                    .because(commit.getMessage())
                    .trying("again: letters of the last second go twice, with the same header " + Redrive.FROM)
                    .causedBy(commit);
        }
        if (redriver.full() != null) {
            throw CliException.failed(
                            "stopped: with so many letters left out between those that went, the group's commit"
                                    + " for " + redriver.full() + " has no room to remember more")
                    .trying("--skip-others, or redrive the letters that were left out first");
        }
    }

    private int end(RedrivePlan plan, long sent) {
        if (json) {
            console.out().println(Json.text(plan.object(execute, sent)));
        }
        if (plan.refused(Reason.LOOP) + plan.refused(Reason.NO_TOPIC) > 0) {
            return ExitCode.FAILED;
        }
        return plan.refused(Reason.NO_ORIGIN) + plan.refused(Reason.UNDECODABLE) + plan.unreadable() > 0
                ? ExitCode.UNREADABLE
                : ExitCode.DONE;
    }

    private void say(String what) {
        if (!verbosity.quiet()) {
            console.err().println("brine: " + what);
        }
    }
}
