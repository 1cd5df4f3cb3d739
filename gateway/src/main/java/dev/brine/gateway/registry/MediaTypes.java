package dev.brine.gateway.registry;

import dev.brine.gateway.http.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The media types of the interface: which bodies are read, and which one an answer has. */
final class MediaTypes {

    static final String V1 = "application/vnd.schemaregistry.v1+json";

    private static final List<String> KNOWN =
            List.of(V1, "application/vnd.schemaregistry+json", "application/json", "application/octet-stream");

    private MediaTypes() {}

    /** @throws Refusal 415; a body without a type is taken, as Confluent's server does */
    static void requireReadable(Optional<String> contentType) {
        if (contentType.isEmpty()) {
            return;
        }
        String[] parts = contentType.get().toLowerCase(Locale.ROOT).split(";", -1);
        boolean readable = KNOWN.contains(parts[0].strip());
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            readable &= !parameter.startsWith("charset=")
                    || parameter.equals("charset=utf-8")
                    || parameter.equals("charset=us-ascii");
        }
        if (!readable) {
            throw Refusal.of(415, "HTTP 415 Unsupported Media Type; use " + V1);
        }
    }

    /** @throws Refusal 406 if nothing that is accepted can be given */
    static String chosen(Optional<String> accept) {
        String best = accept.isEmpty() || accept.get().isBlank() ? V1 : null;
        double weight = 0;
        if (best == null) {
            for (String range : accept.get().toLowerCase(Locale.ROOT).split(",", -1)) {
                String[] parts = range.split(";", -1);
                String type = typeFor(parts[0].strip());
                double q = quality(parts);
                if (!type.isEmpty() && q > weight) {
                    best = type;
                    weight = q;
                }
            }
        }
        if (best == null) {
            throw Refusal.of(406, "HTTP 406 Not Acceptable; accept " + V1);
        }
        return best;
    }

    private static String typeFor(String range) {
        if (range.equals("*/*") || range.equals("application/*")) {
            return V1;
        }
        // Bytes of whatever kind are what such a client takes.
        return range.equals("application/octet-stream") ? V1 : KNOWN.contains(range) ? range : "";
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
