package dev.brine.registry;

import dev.brine.registry.directory.DirectoryRegistry;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes a registry from the line of configuration that says where it is: {@code dir:schemas} for a directory,
 * {@code classpath:schemas} for a directory inside the application's jars.
 */
public final class SchemaRegistries {

    /** Configuration: {@code true} lets {@link SchemaRegistry#register} write into a directory. Default false. */
    public static final String WRITABLE = "brine.registry.writable";

    private interface Opener {
        SchemaRegistry open(String place, Map<String, ?> configs);
    }

    private static final Map<String, Opener> OPENERS =
            Map.of("dir", SchemaRegistries::directory, "classpath", SchemaRegistries::classPath);

    /** Prefixes that the design has and this version does not. */
    private static final Map<String, String> LATER =
            Map.of("topic", "a Kafka topic", "http", "a registry server", "https", "a registry server");

    private SchemaRegistries() {}

    /**
     * Opens a registry; the caller closes it.
     *
     * @param configs the whole configuration of whoever asks; only keys that begin with {@code brine.registry.} are read
     * @throws RegistryUnavailableException if nothing is there
     * @throws InvalidSchemaException if what is there is not what was released
     * @throws RegistryException if the location cannot be meant, or this version has no such registry
     */
    public static SchemaRegistry open(String location, Map<String, ?> configs) {
        Objects.requireNonNull(location, "location");
        String line = location.strip();
        int colon = line.indexOf(':');
        String prefix = colon < 0 ? "" : line.substring(0, colon);
        Opener opener = OPENERS.get(prefix);
        if (opener == null) {
            throw refused(line, prefix);
        }
        String place = line.substring(colon + 1);
        if (place.isEmpty()) {
            throw new RegistryException("the registry '" + line + "' names no place; write " + prefix + ":schemas");
        }
        for (String other : new TreeMap<>(OPENERS).keySet()) {
            if (place.contains("," + other + ":")) {
                throw new RegistryException("the registry '" + line
                        + "' is a chain of several, which this version does not have; name one of them");
            }
        }
        return opener.open(place, configs);
    }

    private static RegistryException refused(String line, String prefix) {
        String has = "this version has dir:PATH and classpath:ROOT";
        if (LATER.containsKey(prefix)) {
            return new RegistryException("the registry '" + line + "' is " + LATER.get(prefix)
                    + ", which this version cannot read yet; " + has);
        }
        return new RegistryException("the registry '" + line + "' has no known kind; " + has
                + (prefix.isEmpty() && !line.isEmpty() ? ", so perhaps dir:" + line + " is meant" : ""));
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

    private static ClassLoader loader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? SchemaRegistries.class.getClassLoader() : context;
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
