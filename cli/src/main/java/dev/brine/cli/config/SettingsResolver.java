package dev.brine.cli.config;

import dev.brine.cli.CliException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the sources of configuration on top of one another, lowest first. */
public final class SettingsResolver {

    private static final String KAFKA = "BRINE_KAFKA_";
    private static final String OURS = "BRINE_";
    private static final Set<String> CREDENTIALS = Set.of("BRINE_REGISTRY_BASIC", "BRINE_REGISTRY_TOKEN");

    private final Map<String, String> environment;
    private final Path directory;

    public SettingsResolver(Map<String, String> environment, Path directory) {
        this.environment = environment;
        this.directory = directory;
    }

    /**
     * @param bootstrap what the flag said
     * @param properties what {@code -X} said, in order
     * @param file a Kafka properties file named on the command line
     */
    public Settings resolve(@Nullable String bootstrap, Map<String, String> properties, @Nullable Path file) {
        return resolve(bootstrap, properties, file, Map.of(), "");
    }

    /**
     * The same with the values of a configuration file that was named on the command line, which stand between the
     * environment and {@code -F}.
     *
     * @param origin what that file is called
     */
    public Settings resolve(
            @Nullable String bootstrap,
            Map<String, String> properties,
            @Nullable Path file,
            Map<String, String> configured,
            String origin) {
        Map<String, Setting> values = new LinkedHashMap<>();
        values.put(Settings.BOOTSTRAP, new Setting("127.0.0.1:9092", "default"));
        ProjectFile.find(directory).ifPresent(project -> values.putAll(project.settings()));
        environment.forEach((name, value) -> {
            String key = keyOf(name);
            if (key != null) {
                values.put(key, new Setting(value, name));
            }
        });
        configured.forEach((key, value) -> values.put(key, new Setting(value, origin)));
        if (file != null) {
            Path path = directory.resolve(file);
            properties(path)
                    .forEach((key, value) -> values.put((String) key, new Setting((String) value, path.toString())));
        }
        properties.forEach((key, value) -> values.put(key, new Setting(value, "-X")));
        if (bootstrap != null) {
            values.put(Settings.BOOTSTRAP, new Setting(bootstrap, "--bootstrap-server"));
        }
        return new Settings(values);
    }

    /** {@code BRINE_KAFKA_SASL_MECHANISM} is {@code sasl.mechanism}, {@code BRINE_REGISTRY} is {@code brine.registry}. */
    private static @Nullable String keyOf(String name) {
        if (name.equals("BRINE_BOOTSTRAP_SERVER") || name.equals("BRINE_BOOTSTRAP_SERVERS")) {
            return Settings.BOOTSTRAP;
        }
        if (name.startsWith(KAFKA) && name.length() > KAFKA.length()) {
            return dotted(name.substring(KAFKA.length()));
        }
        // Variables of the launcher are not settings, nor are credentials, which the registry's client reads by itself.
        boolean other = name.startsWith("BRINE_JAVA") || CREDENTIALS.contains(name);
        if (name.startsWith(OURS) && name.length() > OURS.length() && !other) {
            return "brine." + dotted(name.substring(OURS.length()));
        }
        return null;
    }

    private static String dotted(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static Properties properties(Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw CliException.usage("the properties file " + path + " cannot be read")
                    .because(e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.getMessage())
                    .causedBy(e);
        }
        return properties;
    }
}
