package dev.brine.cli.records;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.ByteConsumers;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.serde.ReadingOptions;
import dev.brine.cli.serde.VersionNames;
import dev.brine.registry.SchemaRegistry;
import dev.brine.serdes.record.VersionChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the records of topics. */
@Command(
        name = "consume",
        description = {
            "Show the records of topics, one JSON object a line when piped.",
            "What it prints, 'brine produce' takes."
        },
        footerHeading = "%nOffsets (-o):%n",
        footer = {
            "  start, end, 47       from the beginning, the present end, an offset",
            "  +3, -3               from the third after the beginning; the last three",
            "  5:9, :end            from one offset up to but without another",
            "  @-1h, @2026-11-20    from a time on; @TIME:TIME between two"
        },
        mixinStandardHelpOptions = true)
public final class ConsumeCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = {"-t", "--topic"},
            required = true,
            split = ",",
            paramLabel = "TOPIC",
            description = "Topic to read; several separated by commas.")
    private List<String> topics = List.of();

    @Option(
            names = {"-p", "--partition"},
            split = ",",
            paramLabel = "N",
            description = "Only these partitions.")
    private List<Integer> partitions = List.of();

    @Option(
            names = {"-o", "--offset"},
            paramLabel = "RANGE",
            defaultValue = "start",
            description = "Where to begin and stop, see below. Default: ${DEFAULT-VALUE}.")
    private String offset = "start";

    @Option(
            names = {"-e", "--exit-at-end"},
            description = "Stop at the end that each partition has now.")
    private boolean exitAtEnd;

    @Option(
            names = {"-n", "--num"},
            paramLabel = "N",
            description = "Stop after so many records.")
    private long most = Long.MAX_VALUE;

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            description = "Read as a member of this group; nothing is committed without --commit.")
    private @Nullable String group;

    @Option(names = "--commit", description = "Commit what was shown; needs -g.")
    private boolean commit;

    @Option(
            names = {"-J", "--json"},
            description = "One JSON object a line; the default when piped.")
    private boolean json;

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = "A format in kcat's letters: %%t %%p %%o %%k %%s %%h %%T.")
    private @Nullable String format;

    @Option(
            names = "--as",
            paramLabel = "latest|N",
            description = "Show each value as this version of its subject; without it, as it was written.")
    private @Nullable String as;

    @Mixin
    private ReadingOptions reading = new ReadingOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public ConsumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        OffsetRange range = range();
        VersionChoice version = VersionNames.choice(as);
        RecordOutput output = output();
        Settings settings = connection.settings(console);
        try (SchemaRegistry schemas = reading.open(console, settings);
                Cluster cluster = Cluster.connect(settings);
                StopRequest stop = StopRequest.listen();
                ValueReader values = new ValueReader(reading.serdes(schemas, settings), version)) {
            List<TopicPartition> chosen = chosen(cluster);
            try (Consumer<byte[], byte[]> consumer = ByteConsumers.open(properties(settings, range))) {
                Consumption consumption = new Consumption(
                        consumer, cluster, values, output, () -> !console.out().checkError(), most);
                if (group == null) {
                    consumption.read(Bounds.of(range, exitAtEnd, chosen, consumer), stop);
                } else {
                    consumption.readAsGroup(topics, exitAtEnd, commit, stop);
                }
                return finish(consumption, stop);
            }
        }
    }

    private int finish(Consumption consumption, StopRequest stop) {
        console.out().flush();
        if (consumption.unreadable() > 0) {
            console.err()
                    .println("brine: " + consumption.unreadable() + " of " + consumption.shown()
                            + " records could not be read");
        } else if (verbosity.verbose()) {
            console.err().println("brine: " + consumption.shown() + " records");
        }
        if (stop.requested()) {
            return stop.exitCode();
        }
        return consumption.unreadable() > 0 ? ExitCode.UNREADABLE : ExitCode.DONE;
    }

    private List<TopicPartition> chosen(Cluster cluster) {
        List<TopicPartition> chosen = new ArrayList<>();
        for (String topic : topics) {
            chosen.addAll(cluster.partitions(topic, partitions));
        }
        return chosen;
    }

    private Map<String, Object> properties(Settings settings, OffsetRange range) {
        Map<String, Object> properties = ByteConsumers.looking(settings);
        if (group != null) {
            boolean fromEnd = range.from().equals(new OffsetRange.Position.FromEnd(0));
            properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, fromEnd ? "latest" : "earliest");
            properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "500");
        }
        return properties;
    }

    private OffsetRange range() {
        if (commit && group == null) {
            throw CliException.usage("--commit needs a group").trying("-g GROUP --commit");
        }
        if (most < 1) {
            throw CliException.usage("-n must be 1 or more: " + most);
        }
        OffsetRange range = OffsetRange.option(offset);
        boolean plain = range.to() == null
                && (range.equals(OffsetRange.START) || range.from().equals(new OffsetRange.Position.FromEnd(0)));
        if (group != null && (!plain || !partitions.isEmpty())) {
            throw CliException.usage("a group begins where it committed, so with -g only '-o start' and '-o end' are"
                    + " possible, for partitions without a commit, and no -p");
        }
        return range;
    }

    private RecordOutput output() {
        if (format != null) {
            try {
                return RecordOutput.formatted(console, FormatString.parse(format));
            } catch (IllegalArgumentException e) {
                throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
            }
        }
        return json || !console.outTerminal() ? RecordOutput.jsonLines(console) : RecordOutput.human(console);
    }
}
