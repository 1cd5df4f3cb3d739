package dev.brine.registry.parsing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads JSON strictly: one value, no key twice, bounded. Comments may stand in it, as Avro's own parser allows. */
final class JsonText {

    static final int MAX_CHARS = 1 << 20;
    static final int MAX_DEPTH = 200;

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** Adds what is wrong to {@code faults}; the answer is only meaningful when nothing was added. */
    static JsonNode read(String text, List<SchemaFault> faults) {
        if (text.length() > MAX_CHARS) {
            faults.add(new SchemaFault(
                    "too-large",
                    "/",
                    "the text has " + text.length() + " characters, and a schema may have " + MAX_CHARS,
                    "move types into subjects of their own and use them by name"));
            return JSON.nullNode();
        }
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isMissingNode()) {
                faults.add(new SchemaFault(
                        "malformed-json", "line 1, column 1", "the text is empty", "write an Avro schema as JSON"));
            }
            return node;
        } catch (JsonProcessingException e) {
            faults.add(new SchemaFault(
                    "malformed-json",
                    place(e.getLocation()),
                    e.getOriginalMessage().lines().findFirst().orElse("not JSON"),
                    "correct the JSON there"));
            return JSON.nullNode();
        }
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "line 1, column 1" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
    }
}
