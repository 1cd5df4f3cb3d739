package dev.brine.registry.parsing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;

/** A schema's text as a person would lay it out in a file. */
public final class PrettySchema {

    private PrettySchema() {}

    /** The text over several lines, ending with one; the text itself when it is not JSON. */
    public static String of(String text) {
        List<SchemaFault> faults = new ArrayList<>();
        JsonNode json = JsonText.read(text, faults);
        if (!faults.isEmpty()) {
            return text;
        }
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        try {
            return new JsonMapper().writer(printer).writeValueAsString(json) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("JSON that was read cannot be written", e);
        }
    }
}
