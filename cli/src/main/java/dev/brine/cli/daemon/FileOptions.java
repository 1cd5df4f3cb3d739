package dev.brine.cli.daemon;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of whatever runs a configuration file. */
final class FileOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            required = true,
            description = "The configuration, in YAML. Paths in it are relative to its directory.")
    @SuppressWarnings("NullAway.Init") // picocli refuses a command line without it
    private Path file;

    @Option(names = "--check", description = "Say what is wrong in the file, each mistake with its line; run nothing.")
    private boolean check;

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Find handlers in the jars of this directory, whatever the file says.")
    private @Nullable Path plugins;

    Path file() {
        return file;
    }

    boolean check() {
        return check;
    }

    @Nullable
    Path plugins() {
        return plugins;
    }
}
