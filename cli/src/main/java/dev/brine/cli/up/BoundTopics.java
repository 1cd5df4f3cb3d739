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
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a development environment as its own parts see them, and the topics that these bind. A development
 * broker has the topics from the start, so that there is something to write to; on any other broker topics belong to
 * whoever runs it.
 */
final class BoundTopics {

    private static final int PARTITIONS = 4;
    private static final String DIRECTORY = "dir:";

    private final Console console;
    private final @Nullable Path schemas;

    /** @param schemas directory that the command's option names; null for the one that is found */
    BoundTopics(Console console, @Nullable Path schemas) {
        this.console = console;
        this.schemas = schemas == null ? null : console.directory().resolve(schemas);
    }

    /**
     * Opens the schemas: the directory itself, which has bindings, or where there is none yet the registry over it.
     *
     * @param url of that registry
     */
    SchemaRegistry open(String url) {
        Settings settings = settings(null);
        Optional<Path> directory = directory(settings);
        if (directory.isPresent() && !Files.exists(directory.get().resolve("schemas.lock"))) {
            return Registries.open(console, settings, url);
        }
        return Registries.open(
                console, settings, directory.map(path -> DIRECTORY + path).orElse(null));
    }

    /** The topics that are bound; none where the registry has no bindings. */
    static Set<String> of(SchemaRegistry registry) {
        return registry instanceof TopicBindings bound
                ? bound.bindings().stream().map(TopicBinding::topic).collect(Collectors.toCollection(TreeSet::new))
                : Set.of();
    }

    /** Creates those that are missing; topics of kept data stay as they are. */
    void create(String bootstrap, Collection<String> topics) {
        if (!topics.isEmpty()) {
            try (Cluster cluster = Cluster.connect(settings(bootstrap))) {
                topics.forEach(topic -> cluster.ensureTopic(topic, PARTITIONS));
            }
        }
    }

    private Optional<Path> directory(Settings settings) {
        return schemas != null
                ? Optional.of(schemas)
                : settings.get(Registries.PROPERTY)
                        .map(String::strip)
                        .filter(location -> location.startsWith(DIRECTORY) && location.indexOf(',') < 0)
                        .map(location -> console.directory().resolve(location.substring(DIRECTORY.length())));
    }

    private Settings settings(@Nullable String bootstrap) {
        return new SettingsResolver(console.environment(), console.directory()).resolve(bootstrap, Map.of(), null);
    }
}
