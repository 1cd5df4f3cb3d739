package dev.brine.cli.up;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration that a development environment has without one of the user's, as the text of a file: HTTP for every
 * topic, the registry behind a cache, and sources for the topics {@code logs} and {@code readings} where schemas bind
 * them. {@code docs/examples/up.yml} is this text with the default ports.
 *
 * @param bootstrap the broker
 * @param registry the registry's URL
 * @param gateway HTTP port
 * @param logs TCP port of records of Python's logging
 * @param lines TCP port of JSON lines
 * @param management port
 * @param checkpoints directory in which sources keep how far they are
 * @param files directory of files that are read, if there is one
 * @param topics that schemas bind
 */
record DefaultEdges(
        String bootstrap,
        String registry,
        int gateway,
        int logs,
        int lines,
        int management,
        Path checkpoints,
        Optional<Path> files,
        Set<String> topics) {

    private static final String LOGS = "logs";
    private static final String READINGS = "readings";

    String yaml() {
        StringBuilder text = new StringBuilder(
                """
                # What 'brine up' runs beside broker and registry; 'brine up -c FILE' runs another such file instead.
                kafka: {bootstrap.servers: "%s"}
                registry: %s
                management: "127.0.0.1:%d"
                checkpoints: %s

                # Every topic by HTTP.
                listen: "127.0.0.1:%d"

                # A service behind the gateway, whose answers are kept: here the registry.
                forward:
                  - {path: /forward/registry, upstream: "%s", methods: [GET], cache: {soft: 10s, hard: 1m}}
                """.formatted(bootstrap, registry, management, quoted(checkpoints), gateway, registry));
        List<String> sources = sources();
        if (!sources.isEmpty()) {
            text.append("\nsources:\n");
            sources.forEach(text::append);
        }
        return text.toString();
    }

    private List<String> sources() {
        List<String> sources = new ArrayList<>();
        if (topics.contains(LOGS)) {
            sources.add("""
                      # Python: logging.handlers.SocketHandler
                      - {type: tcp, name: logs, listen: "127.0.0.1:%d", framing: length4be, codec: pickle, answer: none, topic: logs}
                    """.formatted(logs));
        }
        if (topics.contains(READINGS)) {
            sources.add("""
                      # A JSON value a line, answered with 'ok PARTITION OFFSET'
                      - {type: tcp, name: lines, listen: "127.0.0.1:%d", framing: line, codec: json, answer: ack, topic: readings}
                    """.formatted(lines));
            files.ifPresent(directory -> sources.add("""
                      # Files that are put into a directory, a file that grows, a file that is written again and again
                      - {type: file, mode: directory, name: drop, path: %s, done: %s, error: %s, codec: ndjson, topic: readings}
                      - {type: file, mode: tail, name: tail, path: %s, codec: json, topic: readings}
                      - {type: file, mode: poll, name: state, path: %s, codec: pickle, topic: readings}
                    """.formatted(
                            quoted(directory.resolve("drop")),
                            quoted(directory.resolve("done")),
                            quoted(directory.resolve("error")),
                            quoted(directory.resolve("tail.jsonl")),
                            quoted(directory.resolve("state.pickle")))));
        }
        return sources;
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${") + '"';
    }
}
