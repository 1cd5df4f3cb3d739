package dev.brine.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of JSONPath (RFC 9535) that names places: {@code $.name['name'][0][*].*}. Immutable. */
final class JsonPath {

    private static final Pattern STEP = Pattern.compile(
            "\\.\\*|\\[\\*]|\\.([\\p{L}_][\\p{L}\\p{N}_-]*)|\\['((?:[^'\\\\]|\\\\.)*)']|\\[(\\d{1,9})]");

    private final List<Step> steps;

    /** One step down: a field, an element, or (both null) all of them. */
    private record Step(@Nullable String field, @Nullable Integer index) {}

    /** @param end where the path ends in its text */
    record Parsed(JsonPath path, int end) {}

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * Reads as much of a text as is a path.
     *
     * @throws IllegalArgumentException if it does not begin with one
     */
    static Parsed parse(String text) {
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException("'" + text + "' must begin with a JSON path such as $.customer.id");
        }
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int at = 1;
        while (step.region(at, text.length()).lookingAt()) {
            String field = step.group(1) != null ? step.group(1) : unescaped(step.group(2));
            Integer index = step.group(3) == null ? null : Integer.valueOf(step.group(3));
            steps.add(new Step(field, index));
            at = step.end();
        }
        if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == '[')) {
            throw new IllegalArgumentException(
                    "'" + text + "': expected .name, ['name'], [0], [*] or .* at character " + (at + 1));
        }
        return new Parsed(new JsonPath(steps), at);
    }

    /** All places that it leads to. */
    List<JsonNode> find(JsonNode root) {
        List<JsonNode> found = List.of(root);
        for (Step step : steps) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                if (step.field() == null && step.index() == null) {
                    node.forEach(next::add);
                } else {
                    JsonNode child = step.field() != null ? node.get(step.field()) : element(node, step.index());
                    if (child != null) {
                        next.add(child);
                    }
                }
            }
            found = next;
        }
        return found;
    }

    private static @Nullable JsonNode element(JsonNode node, @Nullable Integer index) {
        return node.isArray() && index != null ? node.get(index) : null;
    }

    private static @Nullable String unescaped(@Nullable String text) {
        return text == null ? null : text.replaceAll("\\\\(.)", "$1");
    }
}
