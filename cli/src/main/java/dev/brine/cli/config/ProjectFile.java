package dev.brine.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.brine.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The project's {@code brine.yml}: {@code kafka:} holds Kafka properties, {@code bootstrap-server:} is short for one of
 * them, everything else is a property of ours. Nested keys are joined by dots, lists by commas. A directory in
 * {@code registry:} is relative to the file.
 */
public final class ProjectFile {

    private static final String NAME = "brine.yml";

    private final Path path;
    private final Map<String, Setting> settings;

    private ProjectFile(Path path, Map<String, Setting> settings) {
        this.path = path;
        this.settings = settings;
    }

    /** Looks in the directory and upwards, as far as the root of the git work tree. */
    static Optional<ProjectFile> find(Path directory) {
        return Upwards.from(directory, NAME).filter(Files::isRegularFile).map(ProjectFile::read);
    }

    static ProjectFile read(Path path) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        try {
            JsonNode root = new YAMLMapper().readTree(Files.readString(path));
            if (root != null && !root.isMissingNode() && !root.isNull()) {
                if (!root.isObject()) {
                    throw CliException.usage(path + " must hold keys and values at its top");
                }
                new ProjectFile(path, settings).flatten("", root);
            }
        } catch (JsonProcessingException e) {
            throw CliException.usage(path + ", line " + e.getLocation().getLineNr() + ": this is not YAML")
                    .because(e.getOriginalMessage())
                    .causedBy(e);
        } catch (IOException e) {
            throw CliException.usage(path + " cannot be read")
                    .because(e.getMessage())
                    .causedBy(e);
        }
        return new ProjectFile(path, Map.copyOf(settings));
    }

    Map<String, Setting> settings() {
        return settings;
    }

    private void flatten(String prefix, JsonNode node) {
        node.properties().forEach(entry -> {
            String name = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject()) {
                flatten(name + '.', value);
            } else if (!value.isNull()) {
                settings.put(key(name), new Setting(value(name, value), path.toString()));
            }
        });
    }

    private static String key(String name) {
        if (name.equals("bootstrap-server")) {
            return Settings.BOOTSTRAP;
        }
        return name.startsWith("kafka.") ? name.substring("kafka.".length()) : "brine." + name;
    }

    private String value(String name, JsonNode value) {
        if (!value.isArray()) {
            return located(name, value.asText());
        }
        StringJoiner joined = new StringJoiner(",");
        value.forEach(item -> joined.add(located(name, item.asText())));
        return joined.toString();
    }

    private String located(String name, String value) {
        if (!name.equals("registry") || !value.startsWith("dir:")) {
            return value;
        }
        @Nullable Path parent = path.getParent();
        String directory = value.substring("dir:".length());
        return "dir:" + (parent == null ? Path.of(directory) : parent.resolve(directory));
    }
}
