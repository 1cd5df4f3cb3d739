package dev.brine.gateway.poll;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a page holds.
 *
 * @param document missing if the codec is not JSON
 * @param single whether the document is one record
 */
record PageContent(JsonNode document, List<Item> items, boolean single) {

    static final PageContent EMPTY = new PageContent(MissingNode.getInstance(), List.of(), false);

    /** Numbers stay as they are written, however long. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * Takes an answer apart.
     *
     * @param arrays whether an array is one record, because the topic's values are arrays
     * @throws PollException if it is not what the settings say
     */
    static PageContent of(PollSettings settings, boolean arrays, byte[] body) throws PollException {
        if (!settings.codec().equals("json")) {
            return new PageContent(MissingNode.getInstance(), List.of(Item.of(body, Optional.empty(), 0)), true);
        }
        JsonNode document = parse(body);
        boolean whole = settings.items().matches();
        JsonNode array = document.at(settings.items());
        if (whole && (!array.isArray() || arrays)) {
            return new PageContent(document, List.of(Item.of(body, key(settings, document), 0)), true);
        }
        if (!array.isArray()) {
            throw PollException.badAnswer("the answer has no array at items, " + settings.items());
        }
        List<Item> items = new ArrayList<>(array.size());
        for (JsonNode item : array) {
            items.add(Item.of(bytes(item), key(settings, item), items.size()));
        }
        return new PageContent(document, items, false);
    }

    private static JsonNode parse(byte[] body) throws PollException {
        JsonNode document;
        try {
            document = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw PollException.badAnswer("the answer is not JSON"
                    + (e.getLocation() == null
                            ? ""
                            : ", at byte " + e.getLocation().getByteOffset()));
        } catch (IOException e) {
            throw PollException.badAnswer("the answer is not JSON");
        }
        if (document.isMissingNode()) {
            throw PollException.badAnswer("the answer is empty");
        }
        return document;
    }

    private static byte[] bytes(JsonNode item) {
        try {
            return JSON.writeValueAsBytes(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON can be written as JSON", e);
        }
    }

    private static Optional<String> key(PollSettings settings, JsonNode item) {
        return settings.key()
                .map(item::at)
                .filter(key -> !key.isMissingNode() && !key.isNull())
                .map(key -> key.isValueNode() ? key.asText() : key.toString());
    }
}
