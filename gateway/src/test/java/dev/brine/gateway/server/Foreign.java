package dev.brine.gateway.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Clients that are not ours. A test is skipped, and says so, where they are missing. */
final class Foreign {

    private static final Path PYTHON = Path.of("/usr/bin/python3");

    private Foreign() {}

    static String curl(String... arguments) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        List<String> command = new ArrayList<>(List.of("/usr/bin/curl", "-sS", "--max-time", "30"));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /** What curl was given in these seconds of an answer that has no end. */
    static String curlFor(int seconds, String url) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        // Code 28 is that the time is over.
        return run(List.of("/usr/bin/curl", "-sN", "--max-time", Integer.toString(seconds), url), 28);
    }

    /** Runs a program with {@code requests} and {@code pickle} imported, and gives what it prints. */
    static String python(String program, String... arguments) {
        Assumptions.assumeTrue(
                Files.isExecutable(PYTHON) && succeeds(List.of(PYTHON.toString(), "-c", "import requests")),
                "python3 with requests is not installed");
        List<String> command =
                new ArrayList<>(List.of(PYTHON.toString(), "-c", "import pickle, requests, sys, json\n" + program));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static boolean succeeds(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String run(List<String> command) {
        return run(command, 0);
    }

    private static String run(List<String> command, int code) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isEqualTo(code);
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
