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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        try (Plugins plugins =
                PluginFolder.open(file, Optional.ofNullable(options.plugins()).map(console.directory()::resolve))) {
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
            List<HealthSource> parts = RunningDaemon.health(daemon);
            try (ManagementServer management =
                            ManagementServer.start(file.management().resolve(), meters, parts);
                    RunningDaemon running = new RunningDaemon(daemon, file.shutdown(), stop)) {
                if (running.start(() -> firstContact(plan, settings))) {
                    daemon.caches().ifPresent(kept -> management.add(PurgeHandler.PATH, new PurgeHandler(kept)));
                    tell(plan, daemon, management);
                    systemd.ready();
                    watch(running, parts, stop, systemd);
                }
                systemd.stopping();
                return running.end(console);
            }
        }
    }

    /** Says what is wrong with the address, in less time than a worker's start. */
    private static void firstContact(DaemonPlan plan, Settings settings) {
        if (plan.needsKafka()) {
            Cluster.connect(settings).close();
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

    private static void watch(RunningDaemon running, List<HealthSource> parts, StopRequest stop, SystemdNotify systemd)
            throws InterruptedException {
        while (running.whole() && !stop.await(LOOK)) {
            if (parts.stream().allMatch(HealthSource::live)) {
                systemd.alive();
            }
        }
    }
}
