package dev.brine.gateway.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a {@code Cache-Control} says. Names that nobody knows are kept and mean nothing. */
public final class Directives {

    private static final long LONGEST = Duration.ofDays(365).toSeconds();

    private final Map<String, String> values;

    private Directives(Map<String, String> values) {
        this.values = values;
    }

    public static Directives of(String header) {
        Map<String, String> values = new HashMap<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i <= header.length(); i++) {
            char c = i < header.length() ? header.charAt(i) : ',';
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && (!quoted || i == header.length())) {
                add(values, header.substring(from, i).strip());
                from = i + 1;
            }
        }
        return new Directives(values);
    }

    private static void add(Map<String, String> values, String part) {
        int equals = part.indexOf('=');
        String name = (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
        String value = equals < 0 ? "" : part.substring(equals + 1).strip();
        if (value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")) {
            value = value.substring(1, value.length() - 1);
        }
        if (!name.isEmpty()) {
            values.putIfAbsent(name, value);
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Seconds; none at all, which means stale, if what is there is no number. */
    Optional<Duration> seconds(String name) {
        String value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.matches("[0-9]+")) {
            return Optional.of(Duration.ZERO);
        }
        return Optional.of(Duration.ofSeconds(value.length() > 9 ? LONGEST : Math.min(LONGEST, Long.parseLong(value))));
    }
}
