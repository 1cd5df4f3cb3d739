package dev.brine.bench.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The processes of broker and gateway, on one JDK and one class path, and the upstream, which is in this one. The gateway is
 * {@code brine gateway -c} with the collector that {@code brine} gives it and 512 MB of heap; {@code BENCH_FLAGS} come
 * behind. Both give way to whoever asks them: a client that does not get the processor in time would measure itself.
 */
final class Children implements AutoCloseable {

    static final String MARK = "BROKER ";

    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path jdk;
    private final Path folder;
    private final Setup setup = new Setup();
    private final Upstream upstream;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process broker;
    private final Process gateway;

    Children(Path jdk) throws IOException {
        this.jdk = jdk;
        folder = Files.createTempDirectory("brine-bench");
        upstream = new Upstream();
        broker = start(BrokerMain.class.getName(), ProcessBuilder.Redirect.PIPE, List.of("-Xmx1g"), List.of());
        Path file = setup.write(folder, brokers(), upstream.url());
        List<String> flags = new ArrayList<>(List.of("-XX:+UseParallelGC", "-Xmx512m"));
        String more = System.getenv("BENCH_FLAGS");
        if (more != null && !more.isBlank()) {
            flags.addAll(List.of(more.trim().split("\\s+")));
        }
        gateway = start(
                "dev.brine.cli.Brine",
                ProcessBuilder.Redirect.to(folder.resolve("gateway.log").toFile()),
                flags,
                List.of("gateway", "-c", file.toString()));
        try {
            awaitReady();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    Setup setup() {
        return setup;
    }

    Upstream upstream() {
        return upstream;
    }

    Path folder() {
        return folder;
    }

    /** What the gateway says of itself: its meters, in Prometheus's form. */
    List<String> meters() throws IOException {
        return ask(setup.management("/metrics")).lines().toList();
    }

    long pid() {
        return gateway.pid();
    }

    Path jdk() {
        return jdk;
    }

    private String ask(String url) throws IOException {
        try {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (true) {
            if (!gateway.isAlive() || System.nanoTime() > end) {
                throw new IOException("the gateway did not start:\n" + Files.readString(folder.resolve("gateway.log")));
            }
            try {
                int status = client.send(
                                HttpRequest.newBuilder(URI.create(setup.management("/readyz")))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode();
                if (status == 200) {
                    return;
                }
            } catch (IOException e) {
                // It does not listen yet.
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String brokers() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(broker.getInputStream(), UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
        }
        throw new IOException("the broker's process ended when it was to start; see above");
    }

    private Process start(String main, ProcessBuilder.Redirect output, List<String> flags, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            command.addAll(List.of("/usr/bin/nice", "-n", "5"));
        }
        command.add(jdk.resolve("bin").resolve("java").toString());
        command.addAll(flags);
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-cp", System.getProperty("java.class.path"), main));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(new File(folder.toString()));
        builder.redirectOutput(output);
        if (output == ProcessBuilder.Redirect.PIPE) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectErrorStream(true);
        }
        return builder.start();
    }

    @Override
    public void close() {
        gateway.destroy();
        end(gateway, 20);
        try {
            broker.getOutputStream().close();
        } catch (IOException e) {
            broker.destroy();
        }
        end(broker, 20);
        upstream.close();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("bench: could not be deleted: " + folder);
        }
    }

    private static void end(Process process, int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
