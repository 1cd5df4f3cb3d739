package dev.brine.cli.up;

import dev.brine.broker.BrokerException;
import dev.brine.broker.EmbeddedBroker;
import dev.brine.cli.Console;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.management.ManagementServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
            "Start a development environment that stays: a broker and the management port.",
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
                "Directory of schemas, whose bound topics are created.",
                "Default: 'schemas' found upwards, or those that come with Brine."
            })
    private @Nullable Path schemas;

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
        try (StopRequest stop = StopRequest.listen();
                EmbeddedBroker broker = builder.start();
                ManagementServer management = ManagementServer.start(
                        new InetSocketAddress("127.0.0.1", managementPort),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        List.of(new BrokerHealth(broker)))) {
            List<String> topics = new BoundTopics(console, schemas).create(broker.bootstrapServers());
            console.out().println("bootstrap=" + broker.bootstrapServers());
            console.out().println("management=" + management.url());
            console.out().println("ready");
            console.out().flush();
            if (!verbosity.quiet()) {
                console.err().println("brine: up, " + describe(topics) + "; Ctrl-C ends it");
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

    private String describe(List<String> topics) {
        if (!topics.isEmpty()) {
            return "with the topics " + String.join(", ", topics);
        }
        return schemas == null ? "with no topics" : "with no topics: no schemas are bound in " + schemas;
    }
}
