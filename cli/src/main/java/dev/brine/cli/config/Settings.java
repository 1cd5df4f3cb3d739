package dev.brine.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The resolved configuration: Kafka's properties by their own names, ours under {@code brine.}. */
public final class Settings {

    public static final String BOOTSTRAP = "bootstrap.servers";
    private static final String OURS = "brine.";

    private final SortedMap<String, Setting> values;

    Settings(Map<String, Setting> values) {
        this.values = new TreeMap<>(values);
    }

    public Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key)).map(Setting::value);
    }

    /** Where the value came from; {@code default} if nobody set it. */
    public String origin(String key) {
        Setting setting = values.get(key);
        return setting == null ? "default" : setting.origin();
    }

    public String bootstrap() {
        return get(BOOTSTRAP).orElseThrow();
    }

    /** The properties for a Kafka client, without ours. */
    public Map<String, Object> kafka() {
        Map<String, Object> kafka = new LinkedHashMap<>();
        values.forEach((key, setting) -> {
            if (!key.startsWith(OURS)) {
                kafka.put(key, setting.value());
            }
        });
        return kafka;
    }

    /** Our properties, {@code brine.} included in the keys. */
    public Map<String, String> brine() {
        Map<String, String> brine = new LinkedHashMap<>();
        values.forEach((key, setting) -> {
            if (key.startsWith(OURS)) {
                brine.put(key, setting.value());
            }
        });
        return brine;
    }

    /** The same settings with one value on top. */
    public Settings with(String key, String value, String origin) {
        Map<String, Setting> more = new TreeMap<>(values);
        more.put(key, new Setting(value, origin));
        return new Settings(more);
    }
}
