package dev.brine.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.HostPort;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.serde.Registries;
import dev.brine.cli.serde.SchemaChoice;
import dev.brine.registry.SchemaRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the main job by itself. */
@Command(
        name = "demo",
        description = {
            "Producers at three schema versions and in two codecs, a group of workers that reads them all, some",
            "poison, and a ledger at the end. Ends with 0 only if nothing was lost, nothing was out of order and",
            "every poison record is a dead letter. Without -b it runs on a broker of its own."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--records",
            defaultValue = "100000",
            paramLabel = "N",
            description = "Records of all producers together; 0 goes on until it is ended. Default: ${DEFAULT-VALUE}.")
    private long records;

    @Option(
            names = "--workers",
            defaultValue = "3",
            paramLabel = "W",
            description = "Members of the group. Default: ${DEFAULT-VALUE}.")
    private int workers;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "The same seed makes the same orders. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = "JSON lines to send instead of orders; each is compared with what comes back.")
    private @Nullable Path input;

    @Option(
            names = "--schema",
            paramLabel = "SUBJECT[:vN]",
            converter = SchemaChoice.Converter.class,
            description = "Schema of the lines of --input.")
    private @Nullable SchemaChoice schema;

    @Option(
            names = "--registry",
            paramLabel = "WHERE",
            description = "Where schemas are: dir:DIRECTORY, classpath:ROOT. Default: those that come with Brine.")
    private @Nullable String registry;

    @Option(names = "--json", description = "Print the ledger as one JSON object.")
    private boolean json;

    @Option(
            names = "--part",
            defaultValue = "all",
            description = "all, or only one side in this process: produce or work. Default: ${DEFAULT-VALUE}.")
    private DemoPlan.Part part = DemoPlan.Part.ALL;

    @Option(
            names = "--rate",
            defaultValue = "0",
            paramLabel = "N",
            description = "Records a second of all producers together; 0 is as fast as possible. Default: 0.")
    private double rate;

    @Option(
            names = {"-e", "--exit-at-end"},
            description = "With --part work: end when the group has finished everything.")
    private boolean exitAtEnd;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = "Keep what was seen in this file, so that the ledger of a later process is that of both.")
    private @Nullable Path journal;

    @Option(
            names = {"-t", "--topic"},
            defaultValue = "brine-demo",
            description = "Topic, made with 8 partitions if it is missing. Default: ${DEFAULT-VALUE}.")
    private String topic = "";

    @Option(
            names = {"-g", "--group"},
            defaultValue = "brine-demo",
            description = "Group of the workers. Default: ${DEFAULT-VALUE}.")
    private String group = "";

    @Option(
            names = "--management",
            paramLabel = "HOST:PORT",
            converter = HostPort.class,
            description = "Address of /metrics, /livez, /readyz, /progress. Default: 127.0.0.1:9464, or a free port.")
    private @Nullable InetSocketAddress management;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DemoPlan plan = plan();
        // Poison is what the demo is about: a warning for each piece of it would hide the ledger.
        verbosity.quieten("dev.brine.consumer");
        Settings settings = connection.settings(console);
        boolean embedded = part == DemoPlan.Part.ALL
                && (settings.origin(Settings.BOOTSTRAP).equals("default")
                        || settings.origin(Settings.BOOTSTRAP).endsWith("brine.yml"));
        String schemas = registry == null && input == null ? "classpath:schemas" : registry;
        try (StopRequest stop = StopRequest.listen();
                SchemaRegistry opened = Registries.open(console, settings, schemas);
                EmbeddedBroker broker = embedded ? embedded() : null) {
            Settings used = broker == null
                    ? settings
                    : settings.with(Settings.BOOTSTRAP, broker.bootstrapServers(), "the embedded broker");
            try (Cluster cluster = Cluster.connect(used)) {
                DemoResult result = new Demo(console, plan, cluster, opened, stop, table(used)).run();
                return finish(result, stop);
            }
        }
    }

    private EmbeddedBroker embedded() {
        boolean told = watched();
        if (told) {
            console.err().print("  starting a broker ...\r");
            console.err().flush();
        }
        EmbeddedBroker broker = EmbeddedBroker.builder().start();
        if (told) {
            console.err().print("\u001b[K");
        }
        return broker;
    }

    private @Nullable LiveTable table(Settings settings) {
        if (!watched()) {
            return null;
        }
        String crew = part.works() ? workers + " workers · " : "";
        return new LiveTable(
                console, crew + DemoPlan.PARTITIONS + " partitions · " + settings.bootstrap() + " · seed " + seed);
    }

    private boolean watched() {
        return console.moves() && !verbosity.quiet() && !verbosity.verbose();
    }

    private int finish(DemoResult result, StopRequest stop) throws IOException {
        result.bad().forEach((line, why) -> console.err().println("brine: line " + line + ": " + why));
        if (json) {
            console.out().println(new ObjectMapper().writeValueAsString(result.json()));
            result.faults().forEach(fault -> console.err().println("brine: " + fault));
        } else {
            new LedgerText(console).print(result);
        }
        console.out().flush();
        if (!result.faults().isEmpty()) {
            return ExitCode.FAILED;
        }
        if (stop.requested()) {
            return stop.exitCode();
        }
        return result.bad().isEmpty() ? ExitCode.DONE : ExitCode.UNREADABLE;
    }

    private DemoPlan plan() {
        require(records >= 0, "--records must be 0 or more: " + records);
        require(workers >= 1 && workers <= 64, "--workers must be 1 to 64: " + workers);
        require(rate >= 0, "--rate must be 0 or more: " + rate);
        require(input == null == (schema == null), "--input and --schema belong together");
        require(input == null || part == DemoPlan.Part.ALL, "--input needs both sides in one process: no --part");
        require(!exitAtEnd || part == DemoPlan.Part.WORK, "-e is for --part work");
        return new DemoPlan(
                part,
                records,
                workers,
                seed,
                rate,
                topic,
                group,
                input,
                schema,
                exitAtEnd,
                journal == null ? null : console.directory().resolve(journal),
                management);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw CliException.usage(otherwise);
        }
    }
}
