package dev.brine.cli.registry;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brine.cli.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code brine registry serve} in a process of its own. */
final class Serving implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final ChildProcess process;
    private final Map<String, String> endpoints;

    private Serving(ChildProcess process) {
        this.process = process;
        await().atMost(Duration.ofSeconds(100)).until(() -> process.out().contains("ready") || !process.alive());
        if (!process.out().contains("ready")) {
            throw new AssertionError("no server: " + process.err());
        }
        this.endpoints = process.pairs();
    }

    static Serving start(Path directory, String... options) throws IOException {
        List<String> args = new ArrayList<>(List.of("registry", "serve", "--port", "0", "--management-port", "0"));
        args.addAll(List.of(options));
        return new Serving(ChildProcess.brine(directory, args.toArray(String[]::new)));
    }

    ChildProcess process() {
        return process;
    }

    String url() {
        return endpoints.get("registry");
    }

    String management() {
        return endpoints.get("management");
    }

    HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode json(String path) throws IOException, InterruptedException {
        return JSON.readTree(get(url() + path).body());
    }

    /** Registers an Avro schema and answers with its id; -1 if the server is away or says to try again. */
    int register(String subject, String schema) throws InterruptedException {
        try {
            HttpResponse<String> answer = post(subject, schema);
            if (answer.statusCode() == 200) {
                return JSON.readTree(answer.body()).path("id").asInt();
            }
            if (answer.statusCode() >= 500 || answer.statusCode() == 408) {
                return -1;
            }
            throw new AssertionError(answer + " " + answer.body());
        } catch (IOException e) {
            return -1;
        }
    }

    /** Registers what is refused with this status, and answers with the error code. */
    int register(String subject, String schema, int status) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(subject, schema);
        if (answer.statusCode() != status) {
            throw new AssertionError(answer + " " + answer.body());
        }
        return JSON.readTree(answer.body()).path("error_code").asInt();
    }

    private HttpResponse<String> post(String subject, String schema) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url() + "/subjects/" + subject + "/versions"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                        .POST(BodyPublishers.ofString(
                                JSON.createObjectNode().put("schema", schema).toString()))
                        .build(),
                BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        process.close();
    }
}
