package dev.brine.gateway.media;

import static java.util.Objects.requireNonNull;

import dev.brine.gateway.http.Refusal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type such as {@code application/json}, in lower case, with its parameters.
 *
 * @param parameters by name in lower case; values without quotes
 */
public record MediaType(String name, Map<String, String> parameters) {

    public static final String JSON = "application/json";
    public static final String NDJSON = "application/x-ndjson";
    public static final String AVRO = "avro/binary";
    public static final String PICKLE = "application/x-python-serialize";
    public static final String PROBLEM = "application/problem+json";
    public static final String KAFKA = "application/vnd.kafka.v2+json";
    public static final String EVENTS = "text/event-stream";

    public MediaType {
        requireNonNull(name, "name");
        parameters = Map.copyOf(parameters);
    }

    /** Reads one; what is not well formed just equals no type that is known. */
    public static MediaType parse(String text) {
        String[] parts = text.split(";", -1);
        Map<String, String> parameters = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                parameters.put(
                        parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        parts[i].substring(equals + 1).strip().replace("\"", ""));
            }
        }
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), parameters);
    }

    /** Whether its text, if it is one, is in UTF-8. */
    public boolean utf8() {
        String charset = parameters.getOrDefault("charset", "utf-8").toLowerCase(Locale.ROOT);
        return charset.equals("utf-8") || charset.equals("utf8") || charset.equals("us-ascii");
    }

    /**
     * The one of those offered that is accepted most; the first of equals, and the first if nothing is said.
     *
     * @throws Refusal 406 if none is
     */
    public static String chosen(Optional<String> accept, List<String> offered) {
        if (accept.isEmpty() || accept.get().isBlank()) {
            return offered.get(0);
        }
        List<MediaType> ranges = List.of(accept.get().split(",", -1)).stream()
                .map(MediaType::parse)
                .toList();
        String best = null;
        double weight = 0;
        for (String one : offered) {
            double of = weight(ranges, one);
            if (of > weight) {
                best = one;
                weight = of;
            }
        }
        if (best == null) {
            throw Refusal.of(40601, "nothing that is accepted can be given; accept one of " + offered);
        }
        return best;
    }

    /** Whether a type is named in {@code Accept}, not only as one of a range. */
    public static boolean named(Optional<String> accept, String type) {
        return accept.isPresent()
                && List.of(accept.get().split(",", -1)).stream()
                        .map(MediaType::parse)
                        .anyMatch(range -> range.name().equals(type) && range.quality() > 0);
    }

    // RFC 9110, 12.5.1: the most specific range that fits says how much.
    private static double weight(List<MediaType> ranges, String type) {
        int precise = -1;
        double weight = 0;
        for (MediaType range : ranges) {
            int fits = range.fits(type);
            if (fits > precise) {
                precise = fits;
                weight = range.quality();
            }
        }
        return weight;
    }

    private int fits(String type) {
        if (name.equals(type)) {
            return 2;
        }
        if (name.equals("*/*")) {
            return 0;
        }
        return name.endsWith("/*") && type.startsWith(name.substring(0, name.length() - 1)) ? 1 : -1;
    }

    private double quality() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
