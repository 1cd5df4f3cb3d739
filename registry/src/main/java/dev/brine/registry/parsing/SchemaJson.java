package dev.brine.registry.parsing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A schema's text as JSON, for those who look at how it is written and not at what it means. */
public final class SchemaJson {

    private SchemaJson() {}

    /** Empty when the text is not JSON, or larger or deeper than a schema may be. */
    public static Optional<JsonNode> read(String text) {
        List<SchemaFault> faults = new ArrayList<>();
        JsonNode json = JsonText.read(text, faults);
        return faults.isEmpty() ? Optional.of(json) : Optional.empty();
    }
}
