package dev.brine.cli.serde;

import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.cli.config.Upwards;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Opens the registry that the configuration names. */
public final class Registries {

    public static final String PROPERTY = "brine.registry";
    private static final String DIRECTORY = "dir:";

    private Registries() {}

    /**
     * @param option what the command's own option said; null to look further: the configuration, then a directory
     *     {@code schemas} with a lock found upwards, then the schemas that come with Brine
     */
    public static SchemaRegistry open(Console console, Settings settings, @Nullable String option) {
        // A registry in a topic is reached as the records are.
        Map<String, Object> configs = new LinkedHashMap<>(settings.kafka());
        configs.putAll(settings.brine());
        return SchemaRegistries.open(location(console, settings, option), configs);
    }

    static String location(Console console, Settings settings, @Nullable String option) {
        String named = option != null ? option : settings.get(PROPERTY).orElse(null);
        if (named != null) {
            return Arrays.stream(named.split(",", -1))
                    .map(part -> absolute(console.directory(), part.strip()))
                    .collect(Collectors.joining(","));
        }
        return Upwards.from(console.directory(), "schemas/schemas.lock")
                .map(Path::getParent)
                .map(directory -> DIRECTORY + directory)
                .orElse("classpath:schemas");
    }

    private static String absolute(Path directory, String location) {
        return location.startsWith(DIRECTORY)
                ? DIRECTORY + directory.resolve(location.substring(DIRECTORY.length()))
                : location;
    }
}
