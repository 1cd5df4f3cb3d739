package dev.brine.cli.files;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.ProgressLine;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.records.Production;
import dev.brine.cli.records.WritingOptions;
import dev.brine.cli.serde.SchemaChoice;
import dev.brine.cli.serde.TopicSerdes;
import dev.brine.gateway.files.RecordFile;
import dev.brine.gateway.files.UnreadableFileException;
import dev.brine.gateway.files.Values;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.SchemaVersion;
import dev.brine.serdes.Codec;
import dev.brine.serdes.Codecs;
import dev.brine.serdes.RecordWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends what is in a file. */
@Command(
        name = "load",
        description = {
            "Send what is in a file to a topic, each value checked against the topic's schema.",
            "What does not fit is named with its place, and the others go; every acknowledgement is waited for."
        },
        footerHeading = "%nFormats:%n",
        footer = {
            "  jsonl    records as 'brine consume' and 'brine dump' print them; with --values values alone",
            "  json     an array, of which each element is a value, or one value",
            "  pickle   one pickle, or several one behind the other",
            "  avro     a container file of any schema that the topic's can read"
        },
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {

    private static final int LONGEST = 64 << 20;

    private final Console console;

    @Parameters(paramLabel = "FILE", description = "Where the records are; - for standard input.")
    private String file = "-";

    @Option(
            names = {"-t", "--topic"},
            required = true,
            paramLabel = "TOPIC",
            description = "Topic to write to, whatever the lines say.")
    private String topic = "";

    @Mixin
    private FormatOptions format = new FormatOptions();

    @Option(
            names = "--schema",
            paramLabel = "SUBJECT[:vN]",
            converter = SchemaChoice.Converter.class,
            description = "Schema of the values; without it the line's own, else the topic's newest.")
    private @Nullable SchemaChoice schema;

    @Mixin
    private WritingOptions writing = new WritingOptions();

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public LoadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        FileFormat form = format.of(file);
        Settings settings = connection.settings(console);
        try (InputStream in = input();
                SchemaRegistry schemas = writing.open(console, settings);
                Cluster cluster = Cluster.connect(settings);
                StopRequest stop = StopRequest.listen();
                LoadFile records = open(form, in, cluster, writing.serdes(schemas, settings, schema));
                Loading loading = new Loading(
                        console,
                        Production.producer(cluster),
                        new ProgressLine(console, verbosity.quiet(), "records acknowledged", 0, System::nanoTime))) {
            loading.send(records, stop);
            int code = loading.finish(file, verbosity.quiet());
            return stop.requested() ? ExitCode.INTERRUPTED : code;
        } catch (UnreadableFileException e) {
            throw CliException.failed(file + " is not " + form.title() + ", or not whole")
                    .because(e.getMessage())
                    .causedBy(e);
        }
    }

    private LoadFile open(FileFormat form, InputStream in, Cluster cluster, TopicSerdes serdes) throws IOException {
        int partitions = cluster.partitions(topic).size();
        if (format.records(form)) {
            return new RecordLines(in, writing.lines(serdes), topic, partitions);
        }
        SchemaVersion version = serdes.schema(topic);
        Codec read = form == FileFormat.PICKLE ? Codecs.named("pickle") : serdes.json(topic);
        Values decoded = new SubjectValues(version, read, serdes.limits());
        RecordFile opened = open(form, in, decoded);
        RecordWriter<Object> writer = serdes.writer(version, serdes.codec(topic), serdes.frame(topic));
        return new PlainValues(opened, writer, topic, form == FileFormat.JSONL ? "line" : "record");
    }

    private static RecordFile open(FileFormat form, InputStream in, Values decoded) throws IOException {
        return switch (form) {
            case JSONL -> RecordFile.lines(in, LONGEST, decoded);
            case PICKLE -> RecordFile.pickles(in, LONGEST, decoded);
            case AVRO -> RecordFile.container(in, decoded);
            case JSON -> RecordFile.elements(in, LONGEST, decoded);
        };
    }

    private InputStream input() throws IOException {
        if (file.equals("-")) {
            return console.in();
        }
        Path path = console.directory().resolve(file);
        if (Files.isDirectory(path)) {
            throw CliException.failed(path + " is a directory");
        }
        try {
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw CliException.failed("there is no file " + path).causedBy(e);
        }
    }
}
