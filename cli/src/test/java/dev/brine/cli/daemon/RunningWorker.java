package dev.brine.cli.daemon;

import static org.awaitility.Awaitility.await;

import dev.brine.cli.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code brine worker} or {@code brine gateway} in a process of its own. */
final class RunningWorker implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final ChildProcess process;

    private RunningWorker(ChildProcess process) {
        this.process = process;
        await().atMost(Duration.ofSeconds(100)).until(() -> process.out().contains("ready") || !process.alive());
        if (!process.out().contains("ready")) {
            throw new AssertionError("no worker: " + process.err());
        }
    }

    static RunningWorker start(Path directory, String... options) throws IOException {
        return running(directory, List.of("worker", "-c", "worker.yml"), options);
    }

    static RunningWorker gateway(Path directory, String... options) throws IOException {
        return running(directory, List.of("gateway", "-c", "gateway.yml"), options);
    }

    private static RunningWorker running(Path directory, List<String> command, String... options) throws IOException {
        List<String> args = new ArrayList<>(command);
        args.addAll(List.of(options));
        return new RunningWorker(ChildProcess.brine(directory, args.toArray(String[]::new)));
    }

    ChildProcess process() {
        return process;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(process.pairs().get("management") + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Sends SIGTERM and waits for the end. */
    int terminate() throws InterruptedException {
        process.terminate();
        return process.exitCode(Duration.ofSeconds(60));
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
