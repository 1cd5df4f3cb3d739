package dev.brine.cli.registry;

import dev.brine.cli.CliException;
import dev.brine.cli.Console;
import dev.brine.cli.config.Settings;
import dev.brine.cli.config.Upwards;
import dev.brine.registry.SchemaRegistries;
import dev.brine.registry.SchemaRegistry;
import dev.brine.registry.directory.DirectoryStore;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryState;
import dev.brine.registry.store.SchemaStore;
import dev.brine.registry.topic.TopicStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that is opened to be served.
 *
 * @param newest gives everything written so far, also by others
 */
public record ServedStore(SchemaStore store, Supplier<RegistryState> newest) implements AutoCloseable {

    private static final String PROPERTY = "brine.registry";
    private static final String DIRECTORY = "dir:";
    private static final String TOPIC = "topic:";

    /** A topic in the layout of Confluent's {@code _schemas}. */
    static ServedStore topic(Settings settings, String topic, boolean writable) {
        TopicStore store =
                TopicStore.open(topic, settings.kafka(), writable, SchemaRegistries.timeout(settings.brine()));
        return new ServedStore(store, store::upToDate);
    }

    static ServedStore directory(Path directory, boolean writable) {
        DirectoryStore store = DirectoryStore.open(directory, writable);
        return new ServedStore(store, store::state);
    }

    /**
     * What the configuration names: {@code dir:} or {@code topic:}; without one a directory {@code schemas} with a lock
     * found upwards, or else the schemas that come with Brine.
     */
    static ServedStore configured(Console console, Settings settings, boolean writable) {
        Optional<String> named = settings.get(PROPERTY);
        if (named.isEmpty()) {
            return found(console, writable);
        }
        String location = named.get().strip();
        if (location.startsWith(TOPIC) && location.indexOf(',') < 0) {
            return topic(settings, location.substring(TOPIC.length()), writable);
        }
        return configuredDirectory(console, settings)
                .map(directory -> directory(directory, writable))
                .orElseThrow(() -> CliException.usage("brine.registry is '" + location
                                + "', and what is served is one directory or one topic")
                        .trying("--schemas DIR, or -b HOST:PORT --topic _schemas"));
    }

    /**
     * The registry of a development environment. A directory that is missing is an empty registry, which begins to be one
     * when it may be written.
     *
     * @param schemas what the command's option names
     */
    public static ServedStore forDevelopment(
            Console console, Settings settings, @Nullable Path schemas, boolean writable) {
        Optional<Path> directory = schemas == null
                ? configuredDirectory(console, settings)
                : Optional.of(console.directory().resolve(schemas));
        if (directory.isEmpty()) {
            return found(console, writable);
        }
        if (!Files.isDirectory(directory.get())) {
            if (!writable) {
                return fixed(FixedStore.empty(DIRECTORY + directory.get()));
            }
            create(directory.get());
        }
        return directory(directory.get(), writable);
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw CliException.failed("the directory of schemas " + directory + " cannot be made")
                    .because(e.toString())
                    .causedBy(e);
        }
    }

    private static Optional<Path> configuredDirectory(Console console, Settings settings) {
        return settings.get(PROPERTY)
                .map(String::strip)
                .filter(location -> location.startsWith(DIRECTORY) && location.indexOf(',') < 0)
                .map(location -> console.directory().resolve(location.substring(DIRECTORY.length())));
    }

    private static ServedStore found(Console console, boolean writable) {
        Optional<Path> lock = Upwards.from(console.directory(), "schemas/schemas.lock");
        Path directory = lock.map(Path::getParent).orElse(null);
        if (directory != null) {
            return directory(directory, writable);
        }
        if (writable) {
            throw CliException.usage("no directory of schemas to write into was found")
                    .trying("name one with --schemas DIR");
        }
        try (SchemaRegistry shipped = SchemaRegistries.open("classpath:schemas", Map.of())) {
            return fixed(FixedStore.of(shipped));
        }
    }

    private static ServedStore fixed(FixedStore store) {
        return new ServedStore(store, store::state);
    }

    /** How many subjects it has now. */
    public int subjects() {
        return store.state().subjects(Deleted.HIDDEN).size();
    }

    @Override
    public void close() {
        store.close();
    }
}
