package dev.brine.cli.up;

import dev.brine.broker.BrokerException;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.config.SettingsResolver;
import dev.brine.cli.daemon.RunningDaemon;
import dev.brine.cli.management.HealthSource;
import dev.brine.cli.management.ManagementServer;
import dev.brine.cli.registry.RegistryHealth;
import dev.brine.cli.registry.RegistryServers;
import dev.brine.cli.registry.ServedStore;
import dev.brine.gateway.cache.PurgeHandler;
import dev.brine.gateway.daemon.Daemon;
import dev.brine.gateway.daemon.DaemonPlan;
import dev.brine.gateway.daemon.Part;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.registry.RegistryServer;
import dev.brine.registry.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a development environment, says where everything is, and stays. */
@Command(
        name = "up",
        description = {
            "Start a development environment that stays: a broker, a schema registry, a gateway with sources, and the"
                    + " management port.",
            "Prints one KEY=VALUE line for each endpoint, then 'ready'. Ends in order on SIGTERM or Ctrl-C."
        },
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Console console;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the broker's data in this directory; without it they are deleted at the end.")
    private @Nullable Path data;

    @Option(
            names = "--schemas",
            paramLabel = "DIR",
            description = {
                "Directory of schemas, which the registry serves and whose bound topics are created.",
                "Default: 'schemas' found upwards, or those that come with Brine."
            })
    private @Nullable Path schemas;

    @Option(
            names = "--writable",
            description = "Let the registry release into the directory of schemas, and set levels there.")
    private boolean writable;

    @Mixin
    private PortOptions ports = new PortOptions();

    @Mixin
    private EdgeOptions edges = new EdgeOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    public UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        boolean defaults = edges.config() == null;
        if (!defaults && (edges.files() != null || ports.ofDefaultSources())) {
            throw CliException.usage(
                    "--files, --logs-port and --lines-port are for the default sources, and with -c the"
                            + " file says what runs");
        }
        ports.requireFree(defaults);
        verbosity.quieten("org.eclipse.jetty");
        Path kept = data == null ? null : console.directory().resolve(data);
        // What is opened first is closed last: the broker outlives all that writes to it.
        try (StopRequest stop = StopRequest.listen();
                EdgePlan own = edges.config() == null ? EdgePlan.none() : EdgePlan.of(console, edges.config());
                ServedStore served = ServedStore.forDevelopment(console, settings(), schemas, writable);
                EmbeddedBroker broker = broker(kept);
                RegistryServer registry = RegistryServers.start(
                        HttpSettings.listening(new InetSocketAddress(PortOptions.HOST, ports.registry())),
                        served,
                        Optional.empty(),
                        meters,
                        "--registry-port");
                SchemaRegistry known = new BoundTopics(console, schemas).open(registry.url());
                Workspace workspace = Workspace.open(kept)) {
            Set<String> bound = BoundTopics.of(known);
            DaemonPlan plan = own.plan(ports.gateway(), defaults(broker, registry, workspace, bound), workspace);
            Set<String> topics = new TreeSet<>(bound);
            topics.addAll(plan.bindings().keySet());
            topics.addAll(plan.writtenTopics());
            new BoundTopics(console, schemas).create(broker.bootstrapServers(), topics);
            Daemon daemon = new Daemon(plan, Map.of(Settings.BOOTSTRAP, broker.bootstrapServers()), known, meters);
            List<HealthSource> health =
                    new ArrayList<>(List.of(new BrokerHealth(broker), new RegistryHealth(registry)));
            health.addAll(RunningDaemon.health(daemon));
            try (ManagementServer management = ManagementServer.start(
                            new InetSocketAddress(PortOptions.HOST, ports.management()), meters, health);
                    RunningDaemon running =
                            new RunningDaemon(daemon, plan.file().shutdown(), stop)) {
                if (running.start(() -> {})) {
                    daemon.caches().ifPresent(caches -> management.add(PurgeHandler.PATH, new PurgeHandler(caches)));
                    console.out().println("bootstrap=" + broker.bootstrapServers());
                    console.out().println("registry=" + registry.url());
                    console.out().println("gateway=" + daemon.url().orElseThrow());
                    console.out().println("management=" + management.url());
                    console.out().println("ready");
                    console.out().flush();
                    describe(daemon, topics, served);
                    watch(broker, running, stop);
                }
                return running.end(console);
            }
        }
    }

    private EmbeddedBroker broker(@Nullable Path kept) {
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder().port(ports.broker());
        return (kept == null ? builder : builder.data(kept)).start();
    }

    private static void watch(EmbeddedBroker broker, RunningDaemon running, StopRequest stop)
            throws InterruptedException {
        while (running.whole() && !stop.await(LOOK)) {
            Optional<BrokerException> failure = broker.failure();
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    private DefaultEdges defaults(
            EmbeddedBroker broker, RegistryServer registry, Workspace workspace, Set<String> topics) {
        return new DefaultEdges(
                broker.bootstrapServers(),
                registry.url(),
                ports.gateway(),
                ports.logs(),
                ports.lines(),
                ports.management(),
                workspace.directory().resolve("checkpoints"),
                Optional.ofNullable(edges.files()).map(console.directory()::resolve),
                topics);
    }

    private void describe(Daemon daemon, Set<String> topics, ServedStore served) {
        if (verbosity.quiet()) {
            return;
        }
        console.err().println("brine: up, " + describe(topics) + describe(served) + "; Ctrl-C ends it");
        for (Part part : daemon.parts()) {
            Object address = part.condition().figures().get("address");
            if (address != null) {
                console.err().println("brine: " + part.name() + " listens on " + address);
            }
        }
    }

    private String describe(ServedStore served) {
        int subjects = served.subjects();
        return "; the registry " + (subjects == 0 ? "is empty" : "has " + subjects + " subjects")
                + (writable ? " and is writable" : "");
    }

    private String describe(Set<String> topics) {
        if (!topics.isEmpty()) {
            return "with the topics " + String.join(", ", topics);
        }
        return schemas == null ? "with no topics" : "with no topics: no schemas are bound in " + schemas;
    }

    private Settings settings() {
        return new SettingsResolver(console.environment(), console.directory()).resolve(null, Map.of(), null);
    }
}
