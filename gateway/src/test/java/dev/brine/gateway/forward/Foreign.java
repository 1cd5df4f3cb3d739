package dev.brine.gateway.forward;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are not ours; tests are skipped, visibly, where one is not installed. */
final class Foreign {

    private Foreign() {}

    /** A Python server that runs until it is closed. */
    static final class Server implements AutoCloseable {

        private final Process process;
        final int port;

        Server(Path script) throws IOException {
            process = new ProcessBuilder("python3", script.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            String line = out.readLine();
            assertThat(line).as("the port of " + script).isNotNull();
            port = Integer.parseInt(line);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    static Path resource(String name) {
        URL url = Foreign.class.getResource("/forward/" + name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static void needs(String... command) {
        assumeTrue(works(command), String.join(" ", command) + " does not work here");
    }

    private static boolean works(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What a program writes; it must end well. */
    static String run(Path temp, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile(temp, "out", "");
        Path errors = Files.createTempFile(temp, "err", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", List.of(command), Files.readString(errors))
                .isTrue();
        // Pickles are among what is written.
        return Files.readString(out, ISO_8859_1);
    }
}
