package dev.brine.cli.dlq;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.Bounds;
import dev.brine.cli.records.ReadValue;
import dev.brine.consumer.deadletter.DeadLetter;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows dead letters. */
@Command(
        name = "show",
        description = {
            "Show dead letters: the records as they were, and why they died.",
            "One JSON object a line when piped, as 'brine consume' prints them, with 'dead_letter' besides.",
            "Lines can be changed and sent on with 'brine produce -t TOPIC'."
        },
        mixinStandardHelpOptions = true)
public final class LetterShowCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(
            names = {"-n", "--num"},
            paramLabel = "N",
            description = "Stop after so many letters.")
    private long most = Long.MAX_VALUE;

    @Option(
            names = {"-J", "--json"},
            description = "One JSON object a line; the default when piped.")
    private boolean json;

    @Option(names = "--stack", description = "With stack traces.")
    private boolean stacks;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public LetterShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        letters.requireTopics();
        if (most < 1) {
            throw CliException.usage("-n must be 1 or more: " + most);
        }
        LetterFilter filter = letters.filter();
        var range = letters.range();
        Settings settings = connection.settings(console);
        try (Cluster cluster = Cluster.connect(settings);
                StopRequest stop = StopRequest.listen();
                Payloads payloads = Payloads.open(console, settings, letters)) {
            var chosen = letters.partitions(cluster);
            try (Consumer<byte[], byte[]> consumer = LetterReader.consumer(settings, null)) {
                Showing showing = new Showing(filter, payloads);
                new LetterReader(consumer, cluster).read(Bounds.of(range, true, chosen, consumer), stop, showing);
                return showing.finish(stop);
            }
        }
    }

    private final class Showing implements LetterReader.Visitor {

        private final LetterFilter filter;
        private final Payloads payloads;
        private final LetterPrinter printer = json || !console.outTerminal()
                ? LetterPrinter.jsonLines(console, stacks)
                : LetterPrinter.human(console, stacks);
        private long shown;
        private long unreadable;
        private long unknown;

        Showing(LetterFilter filter, Payloads payloads) {
            this.filter = filter;
            this.payloads = payloads;
        }

        @Override
        public boolean letter(DeadLetter letter) {
            if (!filter.fits(letter)) {
                return true;
            }
            ReadValue value = payloads.read(letter);
            if (filter.asksPayload()) {
                var tree = Payloads.tree(value);
                if (tree.isEmpty()) {
                    unknown++;
                    return true;
                }
                if (!filter.fits(tree.get())) {
                    return true;
                }
            }
            if (!printer.print(letter, value)) {
                unreadable++;
            }
            return ++shown < most && !console.out().checkError();
        }

        @Override
        public void pause() {
            console.out().flush();
        }

        int finish(StopRequest stop) {
            console.out().flush();
            if (unreadable > 0) {
                console.err().println("brine: " + unreadable + " of " + Words.letters(shown) + " could not be read");
            }
            if (unknown > 0) {
                console.err().println("brine: " + Words.unknown(unknown));
            }
            if (verbosity.verbose()) {
                console.err().println("brine: " + Words.letters(shown));
            }
            if (stop.requested()) {
                return stop.exitCode();
            }
            return unreadable + unknown > 0 ? ExitCode.UNREADABLE : ExitCode.DONE;
        }
    }
}
