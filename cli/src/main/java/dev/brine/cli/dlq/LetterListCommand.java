package dev.brine.cli.dlq;

import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Table;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.Bounds;
import dev.brine.consumer.deadletter.DeadLetter;
import dev.brine.consumer.deadletter.RedriveProgress;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Counts dead letters. */
@Command(
        name = "ls",
        description = {
            "Count dead letters by topic, original topic and error class, with the first and the last death.",
            "Without -t, in all topics that are called like dead-letter topics. LEFT are those that the group has not",
            "redriven."
        },
        mixinStandardHelpOptions = true)
public final class LetterListCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            defaultValue = Progress.GROUP,
            description = "The group that redrives. Default: ${DEFAULT-VALUE}.")
    private String group = Progress.GROUP;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public LetterListCommand(Console console) {
        this.console = console;
    }

    private record Kind(String topic, String from, String error) {}

    private static final class Count {
        private long letters;
        private long left;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
    }

    @Override
    public Integer call() {
        LetterFilter filter = letters.filter();
        var range = letters.range();
        Settings settings = connection.settings(console);
        try (Cluster cluster = Cluster.connect(settings);
                StopRequest stop = StopRequest.listen();
                Payloads payloads = filter.asksPayload() ? Payloads.open(console, settings, letters) : null) {
            List<TopicPartition> chosen = letters.partitions(cluster);
            Map<Kind, Count> counts = new TreeMap<>(
                    Comparator.comparing(Kind::topic).thenComparing(Kind::from).thenComparing(Kind::error));
            long[] unknown = {0};
            if (!chosen.isEmpty()) {
                Map<TopicPartition, RedriveProgress> progress = Progress.of(cluster, group, chosen);
                try (Consumer<byte[], byte[]> consumer = LetterReader.consumer(settings, null)) {
                    new LetterReader(consumer, cluster).read(Bounds.of(range, true, chosen, consumer), stop, letter -> {
                        if (filter.fits(letter) && (payloads == null || fits(filter, payloads, letter, unknown))) {
                            count(counts, progress, letter);
                        }
                        return true;
                    });
                }
            }
            if (stop.requested()) {
                return stop.exitCode();
            }
            print(counts);
            if (unknown[0] > 0) {
                console.err().println("brine: " + Words.unknown(unknown[0]));
                return ExitCode.UNREADABLE;
            }
            return ExitCode.DONE;
        }
    }

    private static boolean fits(LetterFilter filter, Payloads payloads, DeadLetter letter, long[] unknown) {
        var tree = Payloads.tree(payloads.read(letter));
        if (tree.isEmpty()) {
            unknown[0]++;
            return false;
        }
        return filter.fits(tree.get());
    }

    private static void count(
            Map<Kind, Count> counts, Map<TopicPartition, RedriveProgress> progress, DeadLetter letter) {
        Kind kind = new Kind(
                letter.record().topic(),
                orEmpty(letter.facts().topic()),
                orEmpty(letter.facts().errorClass()));
        Count count = counts.computeIfAbsent(kind, key -> new Count());
        count.letters++;
        RedriveProgress done = progress.get(
                new TopicPartition(letter.record().topic(), letter.record().partition()));
        if (done == null || !done.done(letter.record().offset())) {
            count.left++;
        }
        count.first = Math.min(count.first, letter.diedAt());
        count.last = Math.max(count.last, letter.diedAt());
    }

    private void print(Map<Kind, Count> counts) {
        if (json) {
            console.out()
                    .println(Json.text(counts.entrySet().stream()
                            .map(entry -> object(entry.getKey(), entry.getValue()))
                            .toList()));
            return;
        }
        if (counts.isEmpty()) {
            console.err().println("brine: no dead letters");
            return;
        }
        Table table = new Table("TOPIC", "FROM", "ERROR", "LETTERS", "LEFT", "FIRST", "LAST");
        counts.forEach((kind, count) -> table.row(
                kind.topic(),
                orDash(kind.from()),
                orDash(LetterFilter.simple(kind.error())),
                count.letters,
                count.left,
                seconds(count.first),
                seconds(count.last)));
        table.print(console.out());
    }

    private Map<String, Object> object(Kind kind, Count count) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("topic", kind.topic());
        object.put("from", kind.from().isEmpty() ? null : kind.from());
        object.put("error_class", kind.error().isEmpty() ? null : kind.error());
        object.put("letters", count.letters);
        object.put("left", count.left);
        object.put("first", count.first);
        object.put("last", count.last);
        return object;
    }

    private static String seconds(long millis) {
        return Instant.ofEpochSecond(Math.floorDiv(millis, 1000L)).toString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String orDash(@Nullable String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }
}
