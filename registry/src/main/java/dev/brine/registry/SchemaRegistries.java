package dev.brine.registry;

import dev.brine.registry.chain.ChainedRegistry;
import dev.brine.registry.chain.ReopeningRegistry;
import dev.brine.registry.chain.SnapshotRegistry;
import dev.brine.registry.directory.DirectoryRegistry;
import dev.brine.registry.http.HttpPeer;
import dev.brine.registry.http.HttpRegistry;
import dev.brine.registry.store.StoreRegistry;
import dev.brine.registry.topic.TopicStore;
import dev.brine.registry.transfer.RegistryPeer;
import dev.brine.registry.transfer.StorePeer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes a registry from the line of configuration that says where it is: {@code dir:schemas} for a directory,
 * {@code classpath:schemas} for a directory inside the application's jars, {@code topic:_schemas} for a Kafka topic,
 * {@code http://a:8081,b:8081} for servers, or several of them, asked in order, with commas between.
 */
public final class SchemaRegistries {

    /**
     * Configuration: {@code true} lets {@link SchemaRegistry#register} write into a directory or a topic. Default false.
     * A server decides for itself.
     */
    public static final String WRITABLE = DirectoryRegistry.WRITABLE;

    /** Configuration: the longest that one question to a topic or a server may take, in milliseconds. Default 10,000. */
    public static final String TIMEOUT = "brine.registry.timeout.ms";

    /** Configuration: a file that keeps everything ever looked up, for a start while the registry is down. */
    public static final String SNAPSHOT = "brine.registry.snapshot";

    private static final String PREFIX = "brine.registry.";
    private static final Set<String> KNOWN =
            Set.of(WRITABLE, TIMEOUT, SNAPSHOT, HttpRegistry.BASIC_FILE, HttpRegistry.TOKEN_FILE);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private SchemaRegistries() {}

    /**
     * Opens a registry; the caller closes it. One of a chain, or one with a snapshot, need not be there yet.
     *
     * @param configs the whole configuration of whoever asks; read are keys that begin with {@code brine.registry.}, and
     *     for a topic {@code bootstrap.servers}, {@code security.*}, {@code ssl.*}, {@code sasl.*}, for a server
     *     {@code ssl.*}
     * @throws RegistryUnavailableException if nothing is there
     * @throws InvalidSchemaException if what is there is not what was released
     * @throws RegistryException if the location or a setting cannot be meant
     */
    public static SchemaRegistry open(String location, Map<String, ?> configs) {
        Objects.requireNonNull(location, "location");
        requireKnown(configs);
        List<Location> locations = Location.parse(location);
        Optional<Path> snapshot = snapshot(configs);
        boolean patient = locations.size() > 1 || snapshot.isPresent();
        Opened opened = new Opened();
        try {
            for (Location one : locations) {
                opened.add(
                        patient
                                ? ReopeningRegistry.open(one.text(), () -> open(one, configs), timeout(configs))
                                : open(one, configs));
            }
            SchemaRegistry registry =
                    opened.all().size() == 1 ? opened.all().get(0) : new ChainedRegistry(opened.all());
            return snapshot.<SchemaRegistry>map(file -> SnapshotRegistry.over(registry, file))
                    .orElse(registry);
        } catch (RuntimeException e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /**
     * Opens one registry for a push or a pull; the caller closes it.
     *
     * @param location {@code topic:_schemas} or {@code http://a:8081}, and no chain
     * @param writable whether a topic will be written, which includes creating it
     * @throws RegistryUnavailableException if nothing is there
     * @throws RegistryException if the location or a setting cannot be meant
     */
    public static RegistryPeer openPeer(String location, Map<String, ?> configs, boolean writable) {
        Objects.requireNonNull(location, "location");
        requireKnown(configs);
        List<Location> locations = Location.parse(location);
        Location one = locations.get(0);
        if (locations.size() > 1 || one.kind().equals("dir") || one.kind().equals("classpath")) {
            throw new RegistryException(
                    "schemas go between a directory and one registry, topic:_schemas or http://host:8081; found "
                            + locations.stream().map(Location::text).collect(Collectors.joining(",")));
        }
        if (one.kind().equals("topic")) {
            TopicStore store = TopicStore.open(one.place(), configs, writable, timeout(configs));
            return new StorePeer(store, store::upToDate);
        }
        return HttpPeer.open(one.text(), configs, SchemaRegistries::environment, timeout(configs));
    }

    /** The bound that the configuration gives. */
    public static Duration timeout(Map<String, ?> configs) {
        Object value = configs.get(TIMEOUT);
        if (value == null) {
            return DEFAULT_TIMEOUT;
        }
        try {
            long millis = Long.parseLong(value.toString());
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers that are none of a bound.
        }
        throw new RegistryException(TIMEOUT + " must be milliseconds, 1 or more, found '" + value + "'");
    }

    /** A misspelt setting would be the default one, without a word. */
    private static void requireKnown(Map<String, ?> configs) {
        for (String name : configs.keySet()) {
            if (name.startsWith(PREFIX) && !KNOWN.contains(name)) {
                throw new RegistryException(
                        "there is no setting " + name + "; a registry has " + String.join(", ", new TreeSet<>(KNOWN)));
            }
        }
    }

    private static SchemaRegistry open(Location one, Map<String, ?> configs) {
        return switch (one.kind()) {
            case "dir" -> directory(one.place(), configs);
            case "classpath" -> classPath(one.place(), configs);
            case "topic" -> topic(one.place(), configs);
            default -> HttpRegistry.open(one.text(), configs, SchemaRegistries::environment, timeout(configs));
        };
    }

    private static SchemaRegistry directory(String place, Map<String, ?> configs) {
        try {
            return DirectoryRegistry.open(Path.of(place), writable(configs));
        } catch (InvalidPathException e) {
            throw new RegistryException("the registry dir:" + place + " is not a path: " + e.getReason(), e);
        }
    }

    private static SchemaRegistry classPath(String root, Map<String, ?> configs) {
        if (writable(configs)) {
            throw new RegistryException("the registry classpath:" + root + " cannot be written; set " + WRITABLE
                    + "=false, or use dir:PATH");
        }
        return DirectoryRegistry.openClassPath(root, loader());
    }

    private static SchemaRegistry topic(String topic, Map<String, ?> configs) {
        TopicStore store = TopicStore.open(topic, configs, writable(configs), timeout(configs));
        return new StoreRegistry(store, store::upToDate);
    }

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? SchemaRegistries.class.getClassLoader() : context;
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<Path> snapshot(Map<String, ?> configs) {
        Object value = configs.get(SNAPSHOT);
        try {
            return value == null || value.toString().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(value.toString()));
        } catch (InvalidPathException e) {
            throw new RegistryException(SNAPSHOT + " is not a path: " + e.getReason(), e);
        }
    }

    private static boolean writable(Map<String, ?> configs) {
        Object value = configs.get(WRITABLE);
        String text = value == null ? "false" : value.toString();
        if (!text.equals("true") && !text.equals("false")) {
            throw new RegistryException(WRITABLE + " must be true or false, found '" + text + "'");
        }
        return text.equals("true");
    }
}
