package dev.brine.cli.daemon;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.ExitCode;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.management.HealthSource;
import dev.brine.cli.management.ManagementServer;
import dev.brine.cli.serde.Registries;
import dev.brine.consumer.WorkerException;
import dev.brine.gateway.cache.PurgeHandler;
import dev.brine.gateway.config.ConfigException;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.daemon.Daemon;
import dev.brine.gateway.daemon.DaemonPlan;
import dev.brine.gateway.daemon.Edges;
import dev.brine.gateway.daemon.Plugins;
import dev.brine.registry.SchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.errors.RetriableException;

/** One run of a configuration file, from reading it to the exit code. */
final class DaemonRun {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Console console;
    private final ConnectionOptions connection;
    private final Verbosity verbosity;
    private final DaemonPlan.Face face;

    DaemonRun(Console console, ConnectionOptions connection, Verbosity verbosity, DaemonPlan.Face face) {
        this.console = console;
        this.connection = connection;
        this.verbosity = verbosity;
        this.face = face;
    }

    int run(FileOptions options) throws Exception {
        ConfigFile file = ConfigFile.read(console.directory().resolve(options.file()), console.environment());
        try (Plugins plugins = plugins(file, options)) {
            DaemonPlan plan = DaemonPlan.read(file, face, Edges.sources(plugins), plugins);
            if (options.check()) {
                console.out().println("ok");
                return ExitCode.DONE;
            }
            return run(
                    plan,
                    connection.settings(console, configured(file), file.file().toString()));
        } catch (ConfigException e) {
            throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private Plugins plugins(ConfigFile file, FileOptions options) {
        Optional<Path> folder = options.plugins() == null
                ? file.plugins()
                : Optional.of(console.directory().resolve(options.plugins()));
        if (folder.isEmpty()) {
            return Plugins.none();
        }
        try {
            return Plugins.in(folder.get());
        } catch (IOException e) {
            file.mistake("plugins", "the folder cannot be used: " + e.getMessage());
            return Plugins.none();
        }
    }

    /** The file's properties, in the names of the command line. */
    private static Map<String, String> configured(ConfigFile file) {
        Map<String, String> configured = new LinkedHashMap<>(file.kafka());
        if (!file.registry().isEmpty()) {
            configured.put(Registries.PROPERTY, String.join(",", file.registry()));
        }
        return configured;
    }

    private int run(DaemonPlan plan, Settings settings) throws Exception {
        verbosity.quieten("org.eclipse.jetty");
        ConfigFile file = plan.file();
        SystemdNotify systemd = new SystemdNotify(console.environment());
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (StopRequest stop = StopRequest.listen();
                SchemaRegistry registry = Registries.open(console, settings, null)) {
            Daemon daemon = new Daemon(plan, settings.kafka(), registry, meters);
            List<HealthSource> parts =
                    daemon.parts().stream().<HealthSource>map(PartHealth::new).toList();
            try (ManagementServer management =
                    ManagementServer.start(file.management().resolve(), meters, parts)) {
                if (started(settings, plan.needsKafka(), daemon, stop)) {
                    daemon.caches().ifPresent(kept -> management.add(PurgeHandler.PATH, new PurgeHandler(kept)));
                    tell(plan, daemon, management);
                    systemd.ready();
                    watch(daemon, parts, stop, systemd);
                }
                systemd.stopping();
                return end(daemon, file.shutdown(), stop);
            }
        }
    }

    /**
     * Starts, and returns whether that came to its end before the wish to stop did.
     *
     * @param kafka whether a cluster must answer first
     */
    private static boolean started(Settings settings, boolean kafka, Daemon daemon, StopRequest stop) throws Exception {
        CompletableFuture<Void> start = new CompletableFuture<>();
        Thread starting = new Thread(
                () -> {
                    try {
                        // A first contact says what is wrong with the address, in less time than a worker's start.
                        if (kafka) {
                            Cluster.connect(settings).close();
                        }
                        daemon.start();
                        start.complete(null);
                    } catch (Throwable e) {
                        start.completeExceptionally(e);
                    }
                },
                "brine-start");
        starting.setDaemon(true);
        starting.start();
        while (!start.isDone()) {
            if (stop.await(Duration.ofMillis(20))) {
                return false;
            }
        }
        try {
            start.join();
            return true;
        } catch (CompletionException e) {
            throw explained(e.getCause() == null ? e : e.getCause());
        }
    }

    private void tell(DaemonPlan plan, Daemon daemon, ManagementServer management) {
        daemon.url().ifPresent(url -> console.out().println("gateway=" + url));
        console.out().println("management=" + management.url());
        console.out().println("ready");
        console.out().flush();
        if (plan.openToAll()) {
            console.err()
                    .println("brine: warning: whoever reaches this address may read and write every topic: the file has"
                            + " no tokens");
        }
        if (!verbosity.quiet()) {
            console.err()
                    .println("brine: running " + plan.file().file() + " with "
                            + daemon.parts().size() + (daemon.parts().size() == 1 ? " part" : " parts")
                            + "; SIGTERM or Ctrl-C drains and ends it");
        }
    }

    private static void watch(Daemon daemon, List<HealthSource> parts, StopRequest stop, SystemdNotify systemd)
            throws InterruptedException {
        while (daemon.failure().isEmpty() && !stop.await(LOOK)) {
            if (parts.stream().allMatch(HealthSource::live)) {
                systemd.alive();
            }
        }
    }

    /** Not ready first, so that nobody sends more; then the end itself. */
    private int end(Daemon daemon, ConfigFile.Shutdown shutdown, StopRequest stop) throws Exception {
        Optional<Throwable> failure = daemon.failure();
        daemon.retire();
        if (failure.isEmpty()) {
            Thread.sleep(shutdown.delay().toMillis());
        }
        boolean whole = daemon.stop(shutdown.timeout().minus(shutdown.delay()));
        if (failure.isPresent()) {
            throw explained(failure.get());
        }
        if (!whole) {
            console.err()
                    .println("brine: not everything was finished within shutdown.timeout, "
                            + shutdown.timeout().toSeconds() + " s; what was not is delivered again");
            return ExitCode.FAILED;
        }
        return stop.exitCode();
    }

    /** A worker wraps what Kafka said; whether that was silence decides the exit code. */
    private static Exception explained(Throwable failure) {
        if (failure instanceof WorkerException worker
                && (worker.getCause() instanceof RetriableException
                        || worker.getCause() instanceof java.util.concurrent.TimeoutException)) {
            return CliException.unreachable(String.valueOf(worker.getMessage()))
                    .trying("check that the broker runs, and -b or kafka: in the file")
                    .causedBy(worker);
        }
        return failure instanceof Exception known ? known : new IllegalStateException(failure);
    }
}
