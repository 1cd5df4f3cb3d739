package dev.brine.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A line as a user pastes it into a shell, with all that it starts. */
final class PastedLine implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Process shell;
    private final StringBuffer output = new StringBuffer();

    private PastedLine(Process shell) {
        this.shell = shell;
        Thread reader = new Thread(() -> copy(shell.getInputStream()), "pasted");
        reader.setDaemon(true);
        reader.start();
    }

    static PastedLine run(Path directory, String line) throws IOException {
        return new PastedLine(new ProcessBuilder("bash", "-c", line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start());
    }

    /** What it has printed up to now, on both streams. */
    String output() {
        return output.toString();
    }

    /** Whether it has ended by itself with something other than 0. */
    boolean failed() {
        return !shell.isAlive() && shell.exitValue() != 0;
    }

    /** Ends whatever still runs, as Ctrl-C would. */
    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all =
                Stream.concat(shell.descendants(), Stream.of(shell.toHandle())).toList();
        all.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (all.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() < end) {
            var unused = shell.waitFor(50, TimeUnit.MILLISECONDS);
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private void copy(InputStream from) {
        byte[] buffer = new byte[8192];
        try {
            for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                output.append(new String(buffer, 0, n, UTF_8));
            }
        } catch (IOException e) {
            output.append(e);
        }
    }
}
