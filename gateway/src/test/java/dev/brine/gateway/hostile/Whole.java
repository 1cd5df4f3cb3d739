package dev.brine.gateway.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.broker.EmbeddedBroker;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.daemon.Daemon;
import dev.brine.gateway.daemon.DaemonPlan;
import dev.brine.gateway.daemon.Edges;
import dev.brine.gateway.daemon.Plugins;
import dev.brine.gateway.flow.Schemas;
import dev.brine.registry.SchemaRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/** A gateway that is all that its file says, and a client of it. */
final class Whole implements AutoCloseable {

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SchemaRegistry registry;
    private final Daemon daemon;
    private final URI url;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param more the file without Kafka and the address of HTTP */
    Whole(EmbeddedBroker broker, Path directory, String topic, String more) throws Exception {
        Files.createDirectories(directory.resolve("schemas"));
        registry = Schemas.in(directory);
        Schemas.register(registry, topic + "-value", Schemas.ORDER);
        Path file = Files.writeString(
                directory.resolve("gateway.yml"),
                "kafka: {bootstrap.servers: \"" + broker.bootstrapServers() + "\"}\nlisten: \"127.0.0.1:0\"\n" + more);
        ConfigFile read = ConfigFile.read(file, Map.of());
        DaemonPlan plan = DaemonPlan.read(read, DaemonPlan.Face.GATEWAY, Edges.sources(Plugins.none()), Plugins.none());
        daemon = new Daemon(plan, Map.copyOf(read.kafka()), registry, meters);
        daemon.start();
        url = URI.create(daemon.url().orElseThrow());
    }

    /** The line of an access file for a token. */
    static String line(String token, String rest) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
            return HexFormat.of().formatHex(hash) + " " + rest + "\n";
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A port that nobody listens on now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return url.getPort();
    }

    /** @param headers names and values in turn */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return client.send(request(path, headers).GET().build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        return client.send(
                request(path, headers)
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return client.send(
                request(path, headers).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(30));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** How many connections a TCP source has ended for this reason. */
    double closed(String source, String reason) {
        Counter counter = meters.find("brine.gateway.tcp.closed")
                .tag("source", source)
                .tag("reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        boolean unused = daemon.stop(Duration.ofSeconds(5));
        registry.close();
    }
}
