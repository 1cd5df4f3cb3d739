package dev.brine.gateway.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Headers and query parameters that every call to a server carries, such as its key. They win over what a call has
 * itself, and are never printed.
 */
public final class Credentials {

    public static final Credentials NONE = new Credentials(Map.of(), Map.of());

    private final Map<String, String> headers;
    private final Map<String, String> query;

    private Credentials(Map<String, String> headers, Map<String, String> query) {
        this.headers = headers;
        this.query = query;
    }

    /**
     * @param headers by name; letters of either case are the same
     * @param query not encoded
     * @throws IllegalArgumentException naming a header that cannot be sent; its value is not said
     */
    public static Credentials of(Map<String, String> headers, Map<String, String> query) {
        Map<String, String> lower = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String key = name.toLowerCase(Locale.ROOT);
            if (!HeaderText.isName(key) || Call.OF_THE_CLIENT.contains(key)) {
                throw new IllegalArgumentException("the header '" + name + "' cannot be sent");
            }
            if (!HeaderText.isValue(value)) {
                throw new IllegalArgumentException("the value of header '" + name
                        + "' has a character that no header can have, such as a line's end");
            }
            lower.put(key, value);
        });
        return new Credentials(
                Collections.unmodifiableMap(lower), Collections.unmodifiableMap(new LinkedHashMap<>(query)));
    }

    Map<String, String> headers() {
        return headers;
    }

    Map<String, String> query() {
        return query;
    }

    /** Names of parameters that no call may bring itself. */
    public Set<String> parameters() {
        return query.keySet();
    }

    /** How many there are, and nothing else. */
    @Override
    public String toString() {
        return headers.size() + " headers, " + query.size() + " parameters";
    }
}
