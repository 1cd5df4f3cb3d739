package dev.brine.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brine.cli.ChildProcess;
import dev.brine.cli.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A broker and {@code brine gateway} with every source, each a process that can be killed and started again. */
final class Stage implements AutoCloseable {

    static final List<String> TOPICS = List.of("web", "wire", "drop", "log", "state", "api", "copy");

    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path directory;
    private final int brokerPort = FreePort.find();
    private final int httpPort = FreePort.find();
    private final int tcpPort = FreePort.find();
    private final StringBuilder said = new StringBuilder();
    private ChildProcess broker;
    private ChildProcess gateway;

    Stage(Path directory, List<String> topics) throws IOException {
        this.directory = Files.createDirectories(directory);
        Files.createDirectories(directory.resolve("in"));
        List<String> args = new ArrayList<>(
                List.of(Integer.toString(brokerPort), directory.resolve("kafka").toString()));
        args.addAll(topics);
        broker = ChildProcess.java(directory, BrokerMain.class.getName(), args.toArray(String[]::new));
        awaitReady(broker);
    }

    Path directory() {
        return directory;
    }

    String bootstrap() {
        return "127.0.0.1:" + brokerPort;
    }

    int httpPort() {
        return httpPort;
    }

    int tcpPort() {
        return tcpPort;
    }

    /** HTTP alone, with producers that try for as long as is said, at least 2 s. */
    void configure(Duration patience) throws IOException {
        Files.writeString(directory.resolve("gateway.yml"), """
            kafka: {bootstrap.servers: "%s", reconnect.backoff.max.ms: 200, delivery.timeout.ms: %d,
              request.timeout.ms: %d}
            registry: dir:schemas
            management: "127.0.0.1:0"
            listen: "127.0.0.1:%d"
            http: {deadline: 10s}
            """.formatted(
                        bootstrap(), patience.toMillis(), patience.toMillis() / 2, httpPort));
    }

    /**
     * @param api the polled API
     * @param patience how long a producer tries, at least 2 s
     */
    void configure(String api, Duration patience) throws IOException {
        Files.writeString(directory.resolve("gateway.yml"), """
            kafka: {bootstrap.servers: "%s", reconnect.backoff.max.ms: 500, delivery.timeout.ms: %d,
              request.timeout.ms: %d}
            registry: dir:schemas
            management: "127.0.0.1:0"
            listen: "127.0.0.1:%d"
            shutdown: {timeout: 20s}
            sources:
              - {type: tcp, name: wire, listen: "127.0.0.1:%d", framing: line, answer: ack, topic: wire}
              - {type: file, mode: directory, name: drop, path: in, done: done, error: error, codec: ndjson,
                 min-age: 0s, interval: 50ms, topic: drop}
              - {type: file, mode: tail, name: log, path: app.log, interval: 50ms, topic: log}
              - {type: file, mode: poll, name: state, path: state.json, interval: 50ms, topic: state}
              - {type: http-poll, name: api, url: "%s", interval: 100ms, backoff-cap: 1s, items: /items,
                 next: /next, next-param: after, topic: api}
            workers:
              - {name: copy, group: copy, topics: [web], sink: {type: topic, topic: copy}}
              - {name: keep, group: keep, topics: [wire], sink: {type: file, path: out/kept.jsonl}}
            """.formatted(
                        bootstrap(), patience.toMillis(), patience.toMillis() / 2, httpPort, tcpPort, api));
    }

    void startGateway() throws IOException {
        // A broker that is not there yet ends it with 5, after which whoever runs it starts it again.
        for (int i = 0; i < 5; i++) {
            gateway = ChildProcess.brine(directory, "gateway", "-c", "gateway.yml");
            awaitReady(gateway);
            if (gateway.alive()) {
                return;
            }
            said.append(gateway.err());
        }
        throw new AssertionError("no gateway: " + gateway.err());
    }

    private static void awaitReady(ChildProcess process) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> process.out().contains("ready") || !process.alive());
    }

    void killGateway() throws InterruptedException {
        gateway.kill();
        assertThat(gateway.exitCode(PATIENCE)).isEqualTo(137);
        said.append(gateway.err());
    }

    /** SIGTERM; what remains is the exit code. */
    int endGateway() throws InterruptedException {
        gateway.terminate();
        int code = gateway.exitCode(PATIENCE);
        said.append(gateway.err());
        return code;
    }

    void killBroker() throws InterruptedException {
        broker.kill();
        assertThat(broker.exitCode(PATIENCE)).isEqualTo(137);
    }

    void startBroker() throws IOException {
        broker = ChildProcess.java(
                directory,
                BrokerMain.class.getName(),
                Integer.toString(brokerPort),
                directory.resolve("kafka").toString());
        awaitReady(broker);
        assertThat(broker.alive()).as(broker.err()).isTrue();
    }

    HttpResponse<String> post(String topic, String json) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + "/topics/" + topic + "/records"))
                        .timeout(Duration.ofSeconds(40))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    /** What the management port says. */
    String ask(String path) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create(gateway.pairs().get("management") + path))
                                .timeout(Duration.ofSeconds(20))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** What all gateways have said on standard error. */
    String said() {
        return gateway.alive() ? said + gateway.err() : said.toString();
    }

    @Override
    public void close() throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        broker.close();
    }
}
