package dev.brine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run of the command in this process.
 *
 * @param code the exit code
 * @param out all that went to standard output
 * @param err all that went to standard error
 * @param bytes all that went to standard output and was not text
 */
public record CommandRun(int code, String out, String err, byte[] bytes) {

    public static Prepared in(Path directory) {
        return new Prepared(directory, Map.of(), new byte[0]);
    }

    /** Lines of standard output. */
    public List<String> lines() {
        return out.lines().toList();
    }

    /** A directory, an environment and an input to run commands with. */
    public record Prepared(Path directory, Map<String, String> environment, byte[] input) {

        public Prepared with(String variable, String value) {
            Map<String, String> more = new LinkedHashMap<>(environment);
            more.put(variable, value);
            return new Prepared(directory, more, input);
        }

        public Prepared input(String text) {
            return new Prepared(directory, environment, text.getBytes(UTF_8));
        }

        public Prepared input(byte[] bytes) {
            return new Prepared(directory, environment, bytes);
        }

        public CommandRun run(String... args) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Console console = new Console(
                    new PrintWriter(out),
                    new PrintWriter(err),
                    new ByteArrayInputStream(input),
                    environment,
                    directory,
                    false,
                    false,
                    80,
                    bytes);
            int code = Brine.run(console, args);
            return new CommandRun(code, out.toString(), err.toString(), bytes.toByteArray());
        }
    }
}
