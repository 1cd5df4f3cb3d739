package dev.brine.cli.up;

import dev.brine.broker.BrokerException;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.cli.Console;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.config.SettingsResolver;
import dev.brine.cli.management.ManagementServer;
import dev.brine.cli.registry.RegistryHealth;
import dev.brine.cli.registry.RegistryServers;
import dev.brine.cli.registry.ServedStore;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.registry.RegistryServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a development environment, says where everything is, and stays. */
@Command(
        name = "up",
        description = {
            "Start a development environment that stays: a broker, a schema registry and the management port.",
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
            names = "--port",
            defaultValue = "9092",
            description = "The broker's port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--management-port",
            defaultValue = "9464",
            description =
                    "Port of /metrics, /livez, /readyz and /progress, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int managementPort;

    @Option(
            names = "--schemas",
            paramLabel = "DIR",
            description = {
                "Directory of schemas, which the registry serves and whose bound topics are created.",
                "Default: 'schemas' found upwards, or those that come with Brine."
            })
    private @Nullable Path schemas;

    @Option(
            names = "--registry-port",
            defaultValue = "8081",
            description = "The schema registry's port, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int registryPort;

    @Option(
            names = "--writable",
            description = "Let the registry release into the directory of schemas, and set levels there.")
    private boolean writable;

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder().port(port);
        if (data != null) {
            builder.data(console.directory().resolve(data));
        }
        verbosity.quieten("org.eclipse.jetty");
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (StopRequest stop = StopRequest.listen();
                ServedStore served = ServedStore.forDevelopment(console, settings(), schemas, writable);
                EmbeddedBroker broker = builder.start();
                RegistryServer registry = RegistryServers.start(
                        HttpSettings.listening(new InetSocketAddress("127.0.0.1", registryPort)),
                        served,
                        Optional.empty(),
                        meters,
                        "--registry-port");
                ManagementServer management = ManagementServer.start(
                        new InetSocketAddress("127.0.0.1", managementPort),
                        meters,
                        List.of(new BrokerHealth(broker), new RegistryHealth(registry)))) {
            List<String> topics = new BoundTopics(console, schemas).create(broker.bootstrapServers());
            console.out().println("bootstrap=" + broker.bootstrapServers());
            console.out().println("registry=" + registry.url());
            console.out().println("management=" + management.url());
            console.out().println("ready");
            console.out().flush();
            if (!verbosity.quiet()) {
                console.err().println("brine: up, " + describe(topics) + describe(served) + "; Ctrl-C ends it");
            }
            while (!stop.await(LOOK)) {
                Optional<BrokerException> failure = broker.failure();
                if (failure.isPresent()) {
                    throw failure.get();
                }
            }
            return stop.exitCode();
        }
    }

    private Settings settings() {
        return new SettingsResolver(console.environment(), console.directory()).resolve(null, Map.of(), null);
    }

    private String describe(ServedStore served) {
        int subjects = served.subjects();
        return "; the registry " + (subjects == 0 ? "is empty" : "has " + subjects + " subjects")
                + (writable ? " and is writable" : "");
    }

    private String describe(List<String> topics) {
        if (!topics.isEmpty()) {
            return "with the topics " + String.join(", ", topics);
        }
        return schemas == null ? "with no topics" : "with no topics: no schemas are bound in " + schemas;
    }
}
