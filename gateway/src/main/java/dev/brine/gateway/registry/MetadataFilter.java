package dev.brine.gateway.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.gateway.http.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Properties that a schema's metadata must have. */
record MetadataFilter(Map<String, String> properties) {

    MetadataFilter {
        properties = Map.copyOf(properties);
    }

    /** @throws Refusal 400 if there are more of one than of the other */
    static MetadataFilter of(List<String> keys, List<String> values) {
        if (keys.size() != values.size()) {
            throw Refusal.badRequest("every parameter key needs a parameter value");
        }
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            properties.put(keys.get(i), values.get(i));
        }
        return new MetadataFilter(properties);
    }

    boolean matches(Optional<String> metadata) {
        if (properties.isEmpty()) {
            return true;
        }
        if (metadata.isEmpty()) {
            return false;
        }
        JsonNode found = SchemaJson.parsed(metadata.get()).path("properties");
        return properties.entrySet().stream()
                .allMatch(one -> one.getValue().equals(found.path(one.getKey()).asText(null)));
    }
}
