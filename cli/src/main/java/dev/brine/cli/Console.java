package dev.brine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * The world outside of a command: where data and messages go, where input comes from, and who is watching.
 *
 * @param out data, UTF-8, buffered: whoever writes slowly flushes
 * @param err everything else, flushed at each line
 * @param in standard input
 * @param environment variables
 * @param directory the working directory, absolute
 * @param outTerminal whether {@code out} is a terminal
 * @param errTerminal whether {@code err} is a terminal
 * @param columns width of the terminal
 * @param bytes where data goes that is not text, not buffered; whoever uses it flushes {@code out} before
 */
public record Console(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> environment,
        Path directory,
        boolean outTerminal,
        boolean errTerminal,
        int columns,
        OutputStream bytes) {

    public Console {
        environment = Map.copyOf(environment);
        directory = directory.toAbsolutePath().normalize();
    }

    /**
     * The console of this process. Java cannot tell which of the streams is a terminal, so the launcher says so in
     * {@code brine.terminal}, a list of {@code out} and {@code err}.
     */
    public static Console system() {
        String terminal = System.getProperty("brine.terminal", "");
        return new Console(
                new PrintWriter(new BufferedWriter(
                        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), UTF_8), 1 << 16)),
                new PrintWriter(
                        new BufferedWriter(new OutputStreamWriter(new FileOutputStream(FileDescriptor.err), UTF_8)),
                        true),
                System.in,
                System.getenv(),
                Path.of(""),
                terminal.contains("out"),
                terminal.contains("err"),
                Objects.requireNonNullElse(Integer.getInteger("brine.columns"), 80),
                new FileOutputStream(FileDescriptor.out));
    }

    /** Whether messages may be coloured: {@code NO_COLOR} is empty or absent, and the terminal understands it. */
    public boolean colours() {
        return moves() && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether what was drawn on standard error can be drawn over. */
    public boolean moves() {
        return errTerminal && !"dumb".equals(environment.get("TERM"));
    }
}
