package dev.brine.cli.dlq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A JSON Pointer (RFC 6901), read strictly. */
record JsonPointer(String text, List<String> steps) {

    JsonPointer {
        steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException if it is none */
    static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return new JsonPointer(text, List.of());
        }
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("'" + text + "' must be empty or begin with /");
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.substring(1).split("/", -1)) {
            if (step.matches("(?s).*~(?![01]).*")) {
                throw new IllegalArgumentException("'" + text + "' has a ~ that is neither ~0 nor ~1");
            }
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(text, steps);
    }

    boolean root() {
        return steps.isEmpty();
    }

    String last() {
        return steps.get(steps.size() - 1);
    }

    /** Whether the other one lies below this one. */
    boolean above(JsonPointer other) {
        return other.steps.size() > steps.size()
                && other.steps.subList(0, steps.size()).equals(steps);
    }

    /** What it points to; null if there is nothing. */
    @Nullable
    JsonNode in(JsonNode document) {
        return in(document, steps.size());
    }

    /** What it points to without its last step; null if there is nothing. */
    @Nullable
    JsonNode parentIn(JsonNode document) {
        return in(document, steps.size() - 1);
    }

    private @Nullable JsonNode in(JsonNode document, int depth) {
        JsonNode at = document;
        for (String step : steps.subList(0, depth)) {
            JsonNode next = null;
            if (at instanceof ArrayNode array) {
                int index = index(step, array.size() - 1);
                next = index < 0 ? null : array.get(index);
            } else if (at.isObject()) {
                next = at.get(step);
            }
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    /** An index without leading zeros, 0 to {@code most}; -1 if it is none. */
    static int index(String step, int most) {
        if (!step.matches("0|[1-9]\\d{0,8}")) {
            return -1;
        }
        int index = Integer.parseInt(step);
        return index <= most ? index : -1;
    }

    @Override
    public String toString() {
        return text;
    }
}
