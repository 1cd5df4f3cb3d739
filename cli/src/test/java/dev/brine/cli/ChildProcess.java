package dev.brine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command in a process of its own, for what cannot be seen from inside: signals, kills and exit codes. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final StringBuffer out = new StringBuffer();
    private final StringBuffer err = new StringBuffer();
    private final List<Thread> readers;

    private ChildProcess(Process process) {
        this.process = process;
        this.readers = List.of(copy(process.getInputStream(), out), copy(process.getErrorStream(), err));
    }

    public static ChildProcess brine(Path directory, String... args) throws IOException {
        return java(directory, "dev.brine.cli.Brine", args);
    }

    /** Another class with a {@code main}, on the test's own class path. */
    public static ChildProcess java(Path directory, String main, String... args) throws IOException {
        List<String> command = command(main);
        command.addAll(List.of(args));
        return new ChildProcess(
                new ProcessBuilder(command).directory(directory.toFile()).start());
    }

    /** A shell script that runs the command, for those who call it by a name. */
    public static String script() {
        return "#!/bin/sh\nexec '" + String.join("' '", command("dev.brine.cli.Brine")) + "' \"$@\"\n";
    }

    private static List<String> command(String main) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx768m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                main));
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    /** The {@code key=value} lines of standard output. */
    public Map<String, String> pairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        out().lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            pairs.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return pairs;
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        // By its handle, because the process's own method also closes the streams that are still to be read.
        process.toHandle().destroy();
    }

    /** Sends SIGKILL. */
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    public int exitCode(Duration most) throws InterruptedException {
        if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + most + "\n" + out + err);
        }
        for (Thread reader : readers) {
            reader.join(most.toMillis());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
        process.waitFor();
    }

    /** The test's own class path; a launcher may have put it into a class loader instead of the property. */
    private static String classPath() {
        List<String> entries = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        for (ClassLoader at = ChildProcess.class.getClassLoader(); at != null; at = at.getParent()) {
            if (at instanceof URLClassLoader loader) {
                for (URL url : loader.getURLs()) {
                    entries.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Thread copy(InputStream from, StringBuffer to) {
        Thread reader = new Thread(() -> {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    to.append(new String(buffer, 0, n, UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return reader;
    }
}
