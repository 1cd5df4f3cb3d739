package dev.brine.cli.up;

import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.cli.config.SettingsResolver;
import dev.brine.cli.kafka.Cluster;
import dev.brine.cli.serde.Registries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.TopicBinding;
import dev.brine.registry.TopicBindings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics that the schemas bind. A development broker has them from the start, so that there is something to write
 * to; on any other broker topics belong to whoever runs it.
 */
final class BoundTopics {

    private static final int PARTITIONS = 4;

    private final Console console;
    private final @Nullable Path schemas;

    /** @param schemas directory that the command's option names; null for the one that is found */
    BoundTopics(Console console, @Nullable Path schemas) {
        this.console = console;
        this.schemas = schemas == null ? null : console.directory().resolve(schemas);
    }

    /** Creates those that are missing; topics of kept data stay as they are. */
    List<String> create(String bootstrap) {
        Settings settings =
                new SettingsResolver(console.environment(), console.directory()).resolve(bootstrap, Map.of(), null);
        List<String> topics = topics(settings);
        if (!topics.isEmpty()) {
            try (Cluster cluster = Cluster.connect(settings)) {
                topics.forEach(topic -> cluster.ensureTopic(topic, PARTITIONS));
            }
        }
        return topics;
    }

    private List<String> topics(Settings settings) {
        Path directory = schemas;
        if (directory != null && !Files.exists(directory.resolve("schemas.lock"))) {
            return List.of();
        }
        String location = directory == null ? null : "dir:" + directory;
        try (SchemaRegistry registry = Registries.open(console, settings, location)) {
            return registry instanceof TopicBindings bound
                    ? bound.bindings().stream().map(TopicBinding::topic).toList()
                    : List.of();
        }
    }
}
