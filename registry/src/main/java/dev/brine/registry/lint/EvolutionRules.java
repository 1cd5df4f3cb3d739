package dev.brine.registry.lint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brine.registry.CompatibilityLevel;

/** What makes the next version harder than it need be. */
final class EvolutionRules {

    private final Findings findings;
    private final CompatibilityLevel level;

    EvolutionRules(Findings findings, CompatibilityLevel level) {
        this.findings = findings;
        this.level = level;
    }

    void symbols(JsonNode node, String path) {
        if (!node.has("default")) {
            findings.warning(
                    "enum-without-default",
                    path,
                    node.path("name").asText("the enum")
                            + " has no default, so whoever reads with this version fails at every symbol added later",
                    "add a symbol such as UNKNOWN and \"default\": \"UNKNOWN\"");
        }
    }

    void field(JsonNode field, String path) {
        JsonNode type = field.path("type");
        String name = field.path("name").asText("the field");
        boolean hasDefault = field.has("default");
        int nullAt = nullAt(type);
        if (nullAt == 0 && !hasDefault) {
            findings.warning(
                    "optional-without-default",
                    path,
                    name + " may be null and has no default, so records without it cannot be read",
                    "add \"default\": null");
        } else if (nullAt > 0 && !hasDefault) {
            findings.warning(
                    "null-not-first",
                    path + "/type",
                    name + " may be null, and null is not the first of its types, so its default cannot be null",
                    "write \"null\" first and add \"default\": null");
        } else if (type.isArray() && hasDefault && type.size() > 1 && nullAt != 0) {
            findings.warning(
                    "default-binds-first-type",
                    path + "/default",
                    "the default of " + name + " is of the first of its types, which can then never be taken away or"
                            + " moved",
                    nullAt > 0 ? "write \"null\" first and default to it" : "default to a type that will stay");
        } else if (!type.isArray() && !hasDefault && forward()) {
            findings.warning(
                    "field-without-default",
                    path,
                    name + " has no default, and at the level " + level
                            + " a later version can then never leave it out",
                    "add a default if the field might go one day");
        }
    }

    private boolean forward() {
        return level.name().startsWith("FORWARD") || level.name().startsWith("FULL");
    }

    private static int nullAt(JsonNode type) {
        for (int i = 0; type.isArray() && i < type.size(); i++) {
            if (type.get(i).asText("").equals("null")) {
                return i;
            }
        }
        return -1;
    }
}
