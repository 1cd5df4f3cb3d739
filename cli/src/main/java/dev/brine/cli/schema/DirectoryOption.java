package dev.brine.cli.schema;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.config.SettingsResolver;
import dev.brine.registry.directory.SchemaDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which directory the commands work on. */
final class DirectoryOption {

    @Option(
            names = "--schemas",
            paramLabel = "DIR",
            description = "The directory of schemas. Default: that of brine.registry=dir:DIR, or else 'schemas'.")
    private @Nullable Path schemas;

    SchemaDirectory open(Console console) {
        return SchemaDirectory.at(console.directory(), path(console));
    }

    /** As the user named it. */
    Path path(Console console) {
        if (schemas != null) {
            return schemas;
        }
        Optional<String> registry = new SettingsResolver(console.environment(), console.directory())
                .resolve(null, Map.of(), null)
                .get("brine.registry");
        if (registry.isEmpty()) {
            return Path.of("schemas");
        }
        if (!registry.get().startsWith("dir:")) {
            throw CliException.usage(
                            "brine.registry is '" + registry.get() + "', and this command works on a directory")
                    .trying("name it with --schemas DIR");
        }
        return Path.of(registry.get().substring("dir:".length()));
    }
}
