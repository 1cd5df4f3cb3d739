package dev.brine.cli.files;

import static java.util.Objects.requireNonNull;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.ProgressLine;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.ByteConsumers;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.Bounds;
import dev.brine.cli.records.Consumption;
import dev.brine.cli.records.OffsetRange;
import dev.brine.cli.records.ValueReader;
import dev.brine.cli.serde.ReadingOptions;
import dev.brine.cli.serde.SchemaChoice;
import dev.brine.cli.serde.TopicSerdes;
import dev.brine.cli.serde.VersionNames;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.record.VersionChoice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes the records of a topic into a file. */
@Command(
        name = "dump",
        description = {
            "Write the records of a topic into a file, up to the end that each partition has now.",
            "The file is there when it is whole, and never before. 'brine load' takes it."
        },
        footerHeading = "%nFormats:%n",
        footer = {
            "  jsonl    one record a line, with key, headers and all; with --values values alone",
            "  json     an array of values",
            "  pickle   values one behind the other, as repeated pickle.load reads them",
            "  avro     a container file of values, all of one version",
            "",
            "  A file of values holds neither tombstones nor what cannot be read: such records are",
            "  in FILE.rest.jsonl then. Offsets (-o) are those of 'brine consume'."
        },
        mixinStandardHelpOptions = true)
public final class DumpCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "Where the records go; - for standard output.")
    private String file = "-";

    @Option(
            names = {"-t", "--topic"},
            required = true,
            paramLabel = "TOPIC",
            description = "Topic to read.")
    private String topic = "";

    @Mixin
    private FormatOptions format = new FormatOptions();

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
            description = "Where to begin and stop, as in 'brine consume'. Default: ${DEFAULT-VALUE}.")
    private String offset = "start";

    @Option(
            names = {"-e", "--exit-at-end"},
            description = "As in 'brine consume'; a dump always ends there.")
    @SuppressWarnings("UnusedVariable") // for fingers that are used to it
    private boolean exitAtEnd;

    @Option(
            names = {"-n", "--num"},
            paramLabel = "N",
            description = "Stop after so many records.")
    private long most = Long.MAX_VALUE;

    @Option(
            names = "--as",
            paramLabel = "latest|N",
            description =
                    "Each value as this version of its subject; without it, as it was written, in avro as latest.")
    private @Nullable String as;

    @Mixin
    private ReadingOptions reading = new ReadingOptions();

    @Option(names = "--deflate", description = "Of avro: compress the blocks.")
    private boolean deflate;

    @Option(names = "--force", description = "Replace a file that is there.")
    private boolean force;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public DumpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        FileFormat form = form();
        OffsetRange range = OffsetRange.option(offset);
        VersionChoice named = VersionNames.choice(as);
        Path path = file.equals("-") ? null : console.directory().resolve(file);
        if (path != null) {
            Target.refuse(path, force);
        }
        Settings settings = connection.settings(console);
        try (SchemaRegistry schemas = reading.open(console, settings);
                Cluster cluster = Cluster.connect(settings);
                StopRequest stop = StopRequest.listen()) {
            TopicSerdes serdes = reading.serdes(schemas, settings);
            List<TopicPartition> chosen = cluster.partitions(topic, partitions);
            SchemaVersion one = form == FileFormat.AVRO ? version(serdes, named) : null;
            VersionChoice version = one == null ? named : new VersionChoice.Exactly(one.version());
            try (Dump dump = begin(form, path, one);
                    ValueReader reader = new ValueReader(serdes, version, printed(form, serdes));
                    Consumer<byte[], byte[]> consumer = ByteConsumers.open(ByteConsumers.looking(settings))) {
                return dump(dump, Bounds.of(range, true, chosen, consumer), cluster, reader, consumer, stop);
            }
        } catch (UncheckedIOException e) {
            IOException cause = requireNonNull(e.getCause());
            throw CliException.failed(file + " could not be written")
                    .because(cause.getMessage())
                    .causedBy(e);
        }
    }

    /** Partition after partition, so that the same records make the same file. */
    private int dump(
            Dump dump,
            Bounds bounds,
            Cluster cluster,
            ValueReader values,
            Consumer<byte[], byte[]> consumer,
            StopRequest stop)
            throws IOException {
        long expected = Math.min(most, bounds.length());
        ProgressLine progress = new ProgressLine(
                console,
                verbosity.quiet(),
                String.format(Locale.ROOT, "of %,d records dumped", expected),
                expected,
                System::nanoTime);
        Consumption consumption = new Consumption(
                consumer,
                cluster,
                values,
                dump,
                () -> {
                    progress.show(dump.read());
                    return true;
                },
                most);
        for (TopicPartition partition : bounds.partitions()) {
            consumption.read(bounds.only(partition), stop);
        }
        progress.clear();
        if (stop.requested()) {
            console.err().println("brine: interrupted; nothing was dumped");
            return ExitCode.INTERRUPTED;
        }
        dump.commit();
        tell(dump, consumption.unreadable());
        return consumption.unreadable() > 0 ? ExitCode.UNREADABLE : ExitCode.DONE;
    }

    private void tell(Dump dump, long unreadable) {
        if (verbosity.quiet() && unreadable == 0) {
            return;
        }
        String into = file.equals("-") ? "" : " into " + file;
        String text =
                String.format(Locale.ROOT, "brine: %,d of %,d records dumped", dump.written(), dump.read()) + into;
        if (dump.rest().count() > 0) {
            text += String.format(Locale.ROOT, "; %,d ", dump.rest().count())
                    + dump.rest().place();
        }
        if (unreadable > 0) {
            text += String.format(Locale.ROOT, "; %,d could not be read", unreadable);
        }
        console.err().println(text);
    }

    private Dump begin(FileFormat form, @Nullable Path path, @Nullable SchemaVersion one) throws IOException {
        Target target = path == null ? Target.output(console) : Target.file(path, force);
        try {
            boolean records = format.records(form);
            Rest rest = new Rest(console.err(), records ? null : path, force);
            return records ? Dump.ofRecords(target, rest) : Dump.ofValues(form, target, rest, one, deflate);
        } catch (IOException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    private FileFormat form() {
        FileFormat form = format.of(file);
        if (deflate && form != FileFormat.AVRO) {
            throw CliException.usage("--deflate is for avro");
        }
        if (file.equals("-") && console.outTerminal() && (form == FileFormat.AVRO || form == FileFormat.PICKLE)) {
            throw CliException.usage(form.title() + " is nothing for a terminal")
                    .trying("a file, or a pipe");
        }
        if (most < 1) {
            throw CliException.usage("-n must be 1 or more: " + most);
        }
        return form;
    }

    /** The version of an Avro file: the newest, or that of {@code --as}. */
    private SchemaVersion version(TopicSerdes serdes, VersionChoice named) {
        return named instanceof VersionChoice.Exactly exactly
                ? new SchemaChoice(serdes.subject(topic), exactly.version()).in(serdes.registry())
                : serdes.schema(topic);
    }

    private static Function<String, Codec> printed(FileFormat form, TopicSerdes serdes) {
        return switch (form) {
            case JSONL, JSON -> serdes::json;
            case PICKLE -> topic -> Codecs.named("pickle");
            case AVRO -> topic -> Codecs.named("avro");
        };
    }
}
