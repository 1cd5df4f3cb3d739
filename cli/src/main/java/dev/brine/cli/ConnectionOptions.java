package dev.brine.cli;

import dev.brine.cli.config.Settings;
import dev.brine.cli.config.SettingsResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options with which every command that talks to Kafka or to a registry is told where and how. */
public final class ConnectionOptions {

    @Option(
            names = {"-b", "--bootstrap-server"},
            paramLabel = "HOST:PORT",
            description = "Broker to begin with; several separated by commas. Default: 127.0.0.1:9092.")
    private @Nullable String bootstrap;

    @Option(
            names = {"-F", "--command-config"},
            paramLabel = "FILE",
            description = "Kafka client properties, as Kafka's own tools take them.")
    private @Nullable Path file;

    @Option(
            names = "-X",
            paramLabel = "KEY=VALUE",
            description = "One property of Kafka or of Brine; may be repeated. '-X list' lists them.")
    private List<String> properties = new ArrayList<>();

    /** What {@code -b} said, if it was given: some commands run a broker of their own when it was not. */
    public @Nullable String bootstrap() {
        return bootstrap;
    }

    boolean listsProperties() {
        return properties.contains("list");
    }

    /** Resolves the whole configuration: these options, then the environment, the project's file, the defaults. */
    public Settings settings(Console console) {
        return settings(console, Map.of(), "");
    }

    /**
     * The same with the values of a configuration file, which these options go before.
     *
     * @param origin what that file is called
     */
    public Settings settings(Console console, Map<String, String> configured, String origin) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String property : properties) {
            int equals = property.indexOf('=');
            if (equals < 1) {
                throw CliException.usage("-X takes KEY=VALUE, found '" + property + "'")
                        .trying("'-X list' lists the keys");
            }
            given.put(property.substring(0, equals).strip(), property.substring(equals + 1));
        }
        return new SettingsResolver(console.environment(), console.directory())
                .resolve(bootstrap, given, file, configured, origin);
    }
}
