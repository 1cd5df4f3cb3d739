package dev.brine.cli.registry;

import static java.util.Objects.requireNonNullElse;

import dev.brine.cli.CliException;
import dev.brine.cli.ConnectionOptions;
import dev.brine.cli.Console;
import dev.brine.cli.StopRequest;
import dev.brine.cli.Verbosity;
import dev.brine.cli.config.Settings;
import dev.brine.cli.management.ManagementServer;
import dev.brine.gateway.http.ClientCertificates;
import dev.brine.gateway.http.HttpSettings;
import dev.brine.gateway.http.PemFiles;
import dev.brine.gateway.http.ServerTls;
import dev.brine.gateway.http.TokenFile;
import dev.brine.gateway.registry.RegistryServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves a directory or a topic as a schema registry. */
@Command(
        name = "serve",
        description = {
            "Serve a directory of schemas, or a Kafka topic of them, as a registry with Confluent's interface.",
            "Takes no changes unless --writable is given. Prints one KEY=VALUE line for each endpoint, then 'ready'."
                    + " Ends in order on SIGTERM or Ctrl-C.",
            "Several servers may serve one topic. Without --schemas and --topic it is what brine.registry names, or"
                    + " the directory 'schemas' found upwards, or the schemas that come with Brine."
        },
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    private static final String DEFAULT_TOPIC = "_schemas";

    private final Console console;

    @Option(
            names = "--port",
            defaultValue = "8081",
            description = "Port to serve on, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to serve on. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(names = "--schemas", paramLabel = "DIR", description = "Serve this directory of schemas.")
    private @Nullable Path schemas;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "Serve this topic of the broker, in the layout of Confluent's registry."
                    + " Default with -b: _schemas.")
    private @Nullable String topic;

    @Option(
            names = "--writable",
            description = {
                "Take registrations, and over a topic all other changes.",
                "Over a directory a registration writes vN.avsc and a line of the lock."
            })
    private boolean writable;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "Changes need a bearer token of which this file has the SHA-256.",
                "One line each: printf %%s TOKEN | sha256sum"
            })
    private @Nullable Path tokenFile;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Serve HTTPS with this certificate chain, in PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, in PEM (PKCS#8, no password).")
    private @Nullable Path key;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "Ask clients for a certificate that one of these authorities has signed, in PEM.")
    private @Nullable Path authorities;

    @Option(
            names = "--tls-client-cert",
            paramLabel = "NEED",
            description = "Whether a client without a certificate is let in: required (it is not) or optional."
                    + " One that is shown and not trusted never is. Default with --tls-client-ca: required.")
    private ClientCertificates.@Nullable Need need;

    @Option(
            names = "--connections-per-address",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many connections one address may have, 0 for any number, as for a proxy in front."
                    + " Default: ${DEFAULT-VALUE}.")
    private int connectionsPerAddress;

    @Option(
            names = "--management-port",
            defaultValue = "9464",
            description =
                    "Port of /metrics, /livez, /readyz and /progress, 0 for a free one. Default: ${DEFAULT-VALUE}.")
    private int managementPort;

    @Mixin
    private ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private Verbosity verbosity = new Verbosity();

    public ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        verbosity.quieten("org.eclipse.jetty");
        HttpSettings http = http();
        Optional<TokenFile> tokens = tokens();
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (StopRequest stop = StopRequest.listen();
                ServedStore served = open();
                RegistryServer server = RegistryServers.start(http, served, tokens, meters, "--port");
                ManagementServer management = ManagementServer.start(
                        new InetSocketAddress("127.0.0.1", managementPort),
                        meters,
                        List.of(new RegistryHealth(server)))) {
            console.out().println("registry=" + server.url());
            console.out().println("management=" + management.url());
            console.out().println("ready");
            console.out().flush();
            say(served, http, tokens);
            stop.await();
            return stop.exitCode();
        }
    }

    private ServedStore open() {
        Settings settings = connection.settings(console);
        if (schemas != null && (topic != null || connection.bootstrap() != null)) {
            throw CliException.usage("what is served is a directory or a topic, and both were named")
                    .trying("--schemas DIR, or -b HOST:PORT --topic _schemas");
        }
        if (schemas != null) {
            return ServedStore.directory(console.directory().resolve(schemas), writable);
        }
        if (topic != null || connection.bootstrap() != null) {
            return ServedStore.topic(settings, topic == null ? DEFAULT_TOPIC : topic, writable);
        }
        return ServedStore.configured(console, settings, writable);
    }

    private HttpSettings http() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw CliException.usage("the host name '" + host + "' is unknown");
        }
        if (connectionsPerAddress < 0) {
            throw CliException.usage("--connections-per-address must be a number, or 0 for any number, found '"
                    + connectionsPerAddress + "'");
        }
        HttpSettings settings = HttpSettings.listening(address).withConnectionsPerAddress(connectionsPerAddress);
        return tls().map(settings::withTls).orElse(settings);
    }

    private Optional<ServerTls> tls() {
        if (need != null && authorities == null) {
            throw CliException.usage("--tls-client-cert has no use without --tls-client-ca: nobody is asked for one");
        }
        if (certificate == null && key == null && authorities == null) {
            return Optional.empty();
        }
        if (certificate == null || key == null) {
            throw CliException.usage(
                    authorities == null
                            ? "--tls-cert and --tls-key go together"
                            : "--tls-client-ca needs --tls-cert and --tls-key");
        }
        Path directory = console.directory();
        PemFiles identity = new PemFiles(directory.resolve(certificate), directory.resolve(key));
        return Optional.of(
                authorities == null
                        ? ServerTls.of(identity)
                        : new ServerTls(
                                identity,
                                Optional.of(new ClientCertificates(
                                        directory.resolve(authorities),
                                        requireNonNullElse(need, ClientCertificates.Need.REQUIRED)))));
    }

    private Optional<TokenFile> tokens() {
        if (tokenFile == null) {
            return Optional.empty();
        }
        if (!writable) {
            throw CliException.usage("--token-file says who may write, and nobody may without --writable");
        }
        try {
            return Optional.of(TokenFile.open(console.directory().resolve(tokenFile)));
        } catch (IllegalArgumentException e) {
            throw CliException.usage(String.valueOf(e.getMessage())).causedBy(e);
        }
    }

    private void say(ServedStore served, HttpSettings http, Optional<TokenFile> tokens) {
        if (!http.listen().getAddress().isLoopbackAddress() && tokens.isEmpty()) {
            console.err()
                    .println("brine: warning: whoever reaches " + host + " may read"
                            + (writable ? " and change" : "") + " these schemas: "
                            + (writable ? "no --token-file was given" : "reading needs no token"));
        }
        if (!verbosity.quiet()) {
            console.err()
                    .println("brine: serving " + served.store().location() + " with " + served.subjects()
                            + " subjects, " + (writable ? "writable" : "for reading") + "; Ctrl-C ends it");
        }
    }
}
