package dev.brine.consumer.chaos;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A worker in a process of its own, which can be killed and frozen by signals. */
final class ChildMember implements Member {

    private final String name;
    private final String instance;
    private final Process process;
    private final Thread reader;
    private final List<String> said = new ArrayList<>();
    private volatile boolean expectedToEnd;

    ChildMember(WorkerPlan plan, String name, String instance, Consumer<Event> journal) {
        this.name = name;
        this.instance = instance;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.timezone=UTC",
                "-cp",
                classPath(),
                ChildMain.class.getName(),
                name,
                instance));
        command.addAll(plan.arguments());
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader = new Thread(() -> read(journal), name + "-reader");
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String instance() {
        return instance;
    }

    /** SIGSTOP: nothing in it moves, and its connections stay open without an answer. */
    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    @Override
    public void drain() {
        expectedToEnd = true;
        process.destroy();
        awaitEnd(30);
    }

    /** SIGKILL. */
    @Override
    public void kill() {
        expectedToEnd = true;
        process.destroyForcibly();
        awaitEnd(10);
    }

    @Override
    public String failure() {
        return expectedToEnd || process.isAlive()
                ? null
                : name + " has ended with " + process.exitValue() + ": " + String.join("\n", said);
    }

    @Override
    public void close() {
        expectedToEnd = true;
        process.destroyForcibly();
        awaitEnd(10);
    }

    /** That of this test, however it was started. */
    private static String classPath() {
        if (ChildMember.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private void awaitEnd(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            // What it had said before it ended is still in the pipe.
            reader.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<Event> journal) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Event.isEvent(line) && line.endsWith(";")) {
                    journal.accept(Event.parse(line.substring(0, line.length() - 1)));
                } else if (said.size() < 50) {
                    said.add(line);
                }
            }
        } catch (IOException e) {
            said.add(e.toString());
        }
    }
}
