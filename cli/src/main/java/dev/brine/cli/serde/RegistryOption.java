package dev.brine.cli.serde;

import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.registry.SchemaRegistry;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which registry a command asks. */
public final class RegistryOption {

    @Option(
            names = "--registry",
            paramLabel = "WHERE",
            description = {
                "Where schemas are: dir:DIRECTORY, classpath:ROOT, topic:TOPIC or http://HOST:PORT; several, separated "
                        + "by commas, are asked in turn. Default: brine.registry, a directory 'schemas' found upwards, "
                        + "or those that come with Brine."
            })
    private @Nullable String location;

    public SchemaRegistry open(Console console, Settings settings) {
        return Registries.open(console, settings, location);
    }
}
