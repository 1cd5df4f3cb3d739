package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code wrk}, with a script that it is given here. */
final class Wrk {

    private static final String MARK = "FIGURES ";
    private static final String DONE = """
            done = function(summary, latency, requests)
              local e = summary.errors
              io.write(string.format("FIGURES %d %d %d %d %d %d\\n", summary.requests, summary.duration,
                latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.timeout, e.status))
            end
            """;

    /**
     * What it has seen.
     *
     * @param seconds that it ran
     * @param broken connections that failed or fell silent
     * @param refused answers of 400 and more
     */
    record Seen(long requests, double seconds, double p50, double p99, long broken, long refused) {

        static Seen parse(String line) {
            String[] words = line.substring(MARK.length()).split(" ");
            return new Seen(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]) / 1e6,
                    Long.parseLong(words[2]) / 1e3,
                    Long.parseLong(words[3]) / 1e3,
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]));
        }
    }

    private Wrk() {}

    /** Whether it is installed. */
    static boolean there() {
        try {
            Process process =
                    new ProcessBuilder("wrk", "-v").redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The command, as it is run. */
    static List<String> command(Case one, int connections, int seconds, String url, Path script) {
        return List.of(
                "wrk",
                "-t" + Math.min(2, connections),
                "-c" + connections,
                "-d" + seconds + "s",
                "--timeout",
                "30s",
                "-s",
                script.toString(),
                url + one.path());
    }

    static Path script(Case one, Path folder) throws IOException {
        Path script = folder.resolve(one + ".lua");
        if (!Files.exists(script)) {
            Path body = Files.writeString(folder.resolve(one + ".body"), one.body(), UTF_8);
            String request = one.body().isEmpty()
                    ? ""
                    : "wrk.method = \"" + one.method() + "\"\nwrk.headers[\"Content-Type\"] = \"" + one.type() + "\"\n"
                            + "local f = assert(io.open(\"" + body
                            + "\", \"rb\"))\nwrk.body = f:read(\"*a\")\nf:close()\n";
            Files.writeString(script, request + DONE, UTF_8);
        }
        return script;
    }

    static Seen run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        return said.lines()
                .filter(line -> line.startsWith(MARK))
                .findFirst()
                .map(Seen::parse)
                .orElseThrow(() -> new IOException("wrk gave no figures: " + said));
    }
}
