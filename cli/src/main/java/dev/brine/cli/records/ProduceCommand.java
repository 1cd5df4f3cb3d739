package dev.brine.cli.records;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.serde.SchemaChoice;
import dev.brine.registry.SchemaRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends records from JSON lines. */
@Command(
        name = "produce",
        description = {
            "Send records from JSON lines, as 'brine consume' prints them.",
            "Each line is checked against its schema before it is sent; the first bad one ends the command."
        },
        mixinStandardHelpOptions = true)
public final class ProduceCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Where the lines are; without it, standard input.")
    private @Nullable Path file;

    @Option(
            names = {"-t", "--topic"},
            paramLabel = "TOPIC",
            description = "Topic to write to; without it, each line's own.")
    private @Nullable String topic;

    @Option(names = "--values", description = "Each line is a value itself, not an object with key and payload.")
    private boolean values;

    @Option(
            names = {"-k", "--key"},
            paramLabel = "KEY",
            description = "Key of records whose line has none.")
    private @Nullable String key;

    @Option(
            names = {"-p", "--partition"},
            paramLabel = "N",
            description = "Partition to write to; without it, each line's own, else by the key.")
    private @Nullable Integer partition;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME=VALUE",
            description = "A header for every record, before those of the line; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = {"-Z", "--tombstone"},
            description = "A line that is empty or has no payload is a tombstone.")
    private boolean tombstones;

    @Option(
            names = "--schema",
            paramLabel = "SUBJECT[:vN]",
            converter = SchemaChoice.Converter.class,
            description = "Schema of every line; without it the line's own, else the topic's newest.")
    private @Nullable SchemaChoice schema;

    @Mixin
    private WritingOptions writing = new WritingOptions();

    @Option(names = "--keep-going", description = "Report every bad line, send all others, and end with 4.")
    private boolean keepGoing;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public ProduceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        List<Header> common = common();
        Settings settings = connection.settings(console);
        try (InputStream in = input();
                SchemaRegistry schemas = writing.open(console, settings);
                Cluster cluster = Cluster.connect(settings);
                StopRequest stop = StopRequest.listen();
                LineWriter writer = writing.lines(writing.serdes(schemas, settings, schema))) {
            if (topic != null) {
                cluster.partitions(topic);
            }
            LineSource lines = new LineSource(in, 64 << 20);
            Defaults defaults = new Defaults(
                    topic, partition, key == null ? null : key.getBytes(UTF_8), common, values, tombstones);
            try (Production production = new Production(console, cluster, writer, defaults, keepGoing)) {
                production.send(lines, stop);
                int code = production.finish();
                if (verbosity.verbose()) {
                    console.err().println("brine: " + production.acknowledged() + " records acknowledged");
                }
                return stop.requested() ? stop.exitCode() : code;
            }
        }
    }

    /**
     * What the command line says about every record.
     *
     * @param topic wins over the line's
     * @param partition wins over the line's
     * @param key for lines without one
     * @param headers stand before those of the line
     * @param values whether lines are values themselves
     * @param tombstones whether nothing is a tombstone
     */
    record Defaults(
            @Nullable String topic,
            @Nullable Integer partition,
            byte @Nullable [] key,
            List<Header> headers,
            boolean values,
            boolean tombstones) {}

    private InputStream input() throws IOException {
        if (file == null || file.toString().equals("-")) {
            return console.in();
        }
        Path path = console.directory().resolve(file);
        try {
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw CliException.failed("there is no file " + path).causedBy(e);
        }
    }

    private List<Header> common() {
        List<Header> common = new ArrayList<>();
        for (String header : headers) {
            int equals = header.indexOf('=');
            if (equals < 1) {
                throw CliException.usage("-H takes NAME=VALUE, found '" + header + "'");
            }
            common.add(new RecordHeader(
                    header.substring(0, equals), header.substring(equals + 1).getBytes(UTF_8)));
        }
        return common;
    }
}
