package dev.brine.cli.up;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What runs beside broker and registry. */
final class EdgeOptions {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "Run the gateway, sources and workers of this file instead of the default ones.",
                "What it says of kafka, registry and management, and the address after listen, is as this command has"
                        + " it."
            })
    private @Nullable Path config;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description = "Take readings from files too: DIR/drop/*.jsonl, lines of DIR/tail.jsonl, and"
                    + " DIR/state.pickle whenever it changes.")
    private @Nullable Path files;

    @Nullable
    Path config() {
        return config;
    }

    @Nullable
    Path files() {
        return files;
    }
}
