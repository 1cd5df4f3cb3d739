package dev.brine.bench.worker;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts the broker's process and those of the contenders, all on one JDK and one class path. */
final class Processes implements AutoCloseable {

    private static final String MARK = "BROKER ";

    private final String java;
    private final Process broker;
    private final BufferedReader answers;
    private final PrintStream orders;
    private final String brokers;

    /** @param jdk whose {@code bin/java} runs everything */
    Processes(Path jdk) throws IOException {
        java = jdk.resolve("bin").resolve("java").toString();
        broker = start(List.of("-Xmx1g", "-Dfile.encoding=UTF-8"), BrokerMain.class, List.of());
        answers = new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8));
        orders = new PrintStream(broker.getOutputStream(), true, StandardCharsets.UTF_8);
        brokers = answer("to start");
    }

    /** Has the broker's process do something, and waits until it is done. */
    void order(Object... words) throws IOException {
        List<String> order = new ArrayList<>();
        for (Object word : words) {
            order.add(word.toString());
        }
        orders.println(String.join(" ", order));
        answer(String.join(" ", order));
    }

    /** One run. */
    Figures run(
            String contender, Case given, String topic, String group, Decoding decoding, double warmup, double seconds)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                contender, brokers, topic, group, decoding.name(), Double.toString(warmup), Double.toString(seconds)));
        arguments.addAll(given.arguments());
        List<String> flags = new ArrayList<>(List.of("-Xmx1g", "-Dfile.encoding=UTF-8"));
        String more = System.getenv("BENCH_FLAGS");
        if (more != null && !more.isBlank()) {
            flags.addAll(List.of(more.trim().split("\\s+")));
        }
        Process process = start(flags, ContenderMain.class, arguments);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Figures figures = Figures.parse(line);
                if (figures != null) {
                    // A recording that was asked for is written at the end.
                    process.onExit()
                            .completeOnTimeout(process, 15, TimeUnit.SECONDS)
                            .join();
                    return figures;
                }
            }
            throw new IOException(contender + " ended without figures in " + given.name() + "; see above");
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        orders.close();
        try {
            if (!broker.waitFor(20, TimeUnit.SECONDS)) {
                broker.destroyForcibly();
            }
        } catch (InterruptedException e) {
            broker.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String what) throws IOException {
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
        }
        throw new IOException("the broker's process ended when it was " + what + "; see above");
    }

    private Process start(List<String> flags, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .start();
    }
}
