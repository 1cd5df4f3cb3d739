package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.client.Call;
import dev.brine.gateway.client.Reply;
import dev.brine.gateway.config.ConfigFile;
import dev.brine.gateway.files.CheckpointFile;
import dev.brine.gateway.source.SourceCase;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Rounds over an API that a test plays, with a writer that keeps what it gets. Nothing waits. */
abstract class PollCase extends SourceCase {

    static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");

    final List<Call> calls = new ArrayList<>();
    Function<Call, Reply> server = call -> answer(404, "");

    /** A source of the configuration, with these lines besides name, url and topic. */
    PollSettings settings(String... lines) throws IOException {
        Path file = directory.resolve("gateway.yml");
        StringBuilder yaml =
                new StringBuilder("sources:\n  - name: in\n    url: https://api.example.org/orders\n    topic: t\n");
        for (String line : lines) {
            yaml.append("    ").append(line).append('\n');
        }
        Files.writeString(file, yaml);
        ConfigFile config = ConfigFile.read(file, Map.of("KEY", "s3cret/key"));
        var section = config.sources().get(0);
        PollSettings settings = PollSettings.from(section);
        section.done();
        config.check();
        return settings;
    }

    /** A round as after a start: with what the checkpoint says. */
    Round round(PollSettings settings) throws IOException {
        return new Round(
                settings,
                call -> {
                    calls.add(call);
                    return CompletableFuture.completedFuture(server.apply(call));
                },
                new Sending(context(), settings),
                new PollState(
                        new CheckpointFile(directory.resolve("checkpoints"), "in"),
                        settings.maxPages(),
                        settings.remember()),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    String checkpoint() throws IOException {
        return Files.readString(directory.resolve("checkpoints").resolve("in.checkpoint"));
    }

    /** Path and query of what was asked, in order. */
    List<String> asked() {
        return calls.stream()
                .map(call -> call.uri().getRawPath()
                        + (call.uri().getRawQuery() == null
                                ? ""
                                : "?" + call.uri().getRawQuery()))
                .toList();
    }

    static Optional<String> header(Call call, String name) {
        return Optional.ofNullable(call.headers().get(name)).map(values -> String.join(",", values));
    }

    static Reply answer(int status, String body, String... headers) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], List.of(headers[i + 1]));
        }
        return new Reply.Answered(status, HttpHeaders.of(map, (name, value) -> true), body.getBytes(UTF_8));
    }

    static Reply timeout() {
        return new Reply.Failed(Reply.Reason.TIMEOUT, true, "in did not answer", Optional.<Duration>empty());
    }

    static String orders(String... ids) {
        List<String> all = new ArrayList<>();
        for (String id : ids) {
            all.add("{\"id\":\"" + id + "\"}");
        }
        return "[" + String.join(",", all) + "]";
    }
}
