package dev.brine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
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
 */
public record CommandRun(int code, String out, String err) {

    public static Prepared in(Path directory) {
        return new Prepared(directory, Map.of(), "");
    }

    /** Lines of standard output. */
    public List<String> lines() {
        return out.lines().toList();
    }

    /** A directory, an environment and an input to run commands with. */
    public record Prepared(Path directory, Map<String, String> environment, String input) {

        public Prepared with(String variable, String value) {
            Map<String, String> more = new LinkedHashMap<>(environment);
            more.put(variable, value);
            return new Prepared(directory, more, input);
        }

        public Prepared input(String text) {
            return new Prepared(directory, environment, text);
        }

        public CommandRun run(String... args) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            Console console = new Console(
                    new PrintWriter(out),
                    new PrintWriter(err),
                    new ByteArrayInputStream(input.getBytes(UTF_8)),
                    environment,
                    directory,
                    false,
                    false,
                    80);
            int code = Brine.run(console, args);
            return new CommandRun(code, out.toString(), err.toString());
        }
    }
}
