package dev.brine.cli.dlq;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Patch (RFC 6902): operations that change a document one after the other, all or none. Immutable; a document
 * that it is applied to is not changed.
 */
final class JsonPatch {

    private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
    private static final Set<String> WITH_FROM = Set.of("move", "copy");

    private final List<Operation> operations;

    private record Operation(
            int number,
            String op,
            JsonPointer path,
            @Nullable JsonPointer from,
            @Nullable JsonNode value) {

        PatchException fault(String what) {
            return new PatchException("operation " + number + " of the patch (" + op + " " + path + "): " + what);
        }
    }

    private JsonPatch(List<Operation> operations) {
        this.operations = List.copyOf(operations);
    }

    /** @throws IllegalArgumentException saying which operation is wrong and why */
    static JsonPatch parse(String text) {
        JsonNode patch;
        try {
            patch = Json.read(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the patch is not JSON, at line " + e.getLocation().getLineNr() + " column "
                            + e.getLocation().getColumnNr(),
                    e);
        }
        if (!patch.isArray() || patch.isEmpty()) {
            throw new IllegalArgumentException(
                    "the patch must be an array of operations such as [{\"op\":\"replace\",\"path\":\"/a\",\"value\":1}]");
        }
        List<Operation> operations = new ArrayList<>();
        for (JsonNode operation : patch) {
            try {
                operations.add(operation(operations.size() + 1, operation));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "operation " + (operations.size() + 1) + " of the patch: " + e.getMessage(), e);
            }
        }
        return new JsonPatch(operations);
    }

    /** The document after all operations. */
    JsonNode apply(JsonNode document) throws PatchException {
        JsonNode result = document.deepCopy();
        for (Operation operation : operations) {
            result = apply(operation, result);
        }
        return result;
    }

    private static Operation operation(int number, JsonNode node) {
        String op = text(node, "op");
        if (!WITH_VALUE.contains(op) && !WITH_FROM.contains(op) && !op.equals("remove")) {
            throw new IllegalArgumentException(
                    "'" + op + "' is no operation; there are add, remove, replace, move, copy and test");
        }
        JsonPointer path = JsonPointer.parse(text(node, "path"));
        JsonPointer from = WITH_FROM.contains(op) ? JsonPointer.parse(text(node, "from")) : null;
        JsonNode value = node.get("value");
        if (WITH_VALUE.contains(op) && value == null) {
            throw new IllegalArgumentException(op + " needs a value");
        }
        if (op.equals("move") && from != null && from.above(path)) {
            throw new IllegalArgumentException("nothing can be moved into itself");
        }
        if (op.equals("remove") && path.root()) {
            throw new IllegalArgumentException("the whole document cannot be removed");
        }
        return new Operation(number, op, path, from, value);
    }

    private static String text(JsonNode node, String field) {
        JsonNode found = node.get(field);
        if (found == null || !found.isTextual()) {
            throw new IllegalArgumentException("\"" + field + "\" is missing or no text");
        }
        return found.asText();
    }

    private static JsonNode apply(Operation operation, JsonNode document) throws PatchException {
        JsonPointer from = operation.from();
        JsonNode value = from == null ? operation.value() : from.in(document);
        switch (operation.op()) {
            case "remove" -> {
                return without(operation, operation.path(), document);
            }
            case "test" -> {
                JsonNode found = present(operation, operation.path(), document);
                if (value == null || !equal(found, value)) {
                    throw operation.fault("another value is there");
                }
                return document;
            }
            case "replace" -> {
                present(operation, operation.path(), document);
                JsonNode rest = operation.path().root() || parentIsObject(operation.path(), document)
                        ? document
                        : without(operation, operation.path(), document);
                return with(operation, rest, value);
            }
            case "move" -> {
                JsonPointer source = requireNonNull(from);
                present(operation, source, document);
                return source.equals(operation.path())
                        ? document
                        : with(operation, source.root() ? document : without(operation, source, document), value);
            }
            default -> {
                if (from != null) {
                    present(operation, from, document);
                }
                return with(operation, document, value);
            }
        }
    }

    private static boolean parentIsObject(JsonPointer path, JsonNode document) {
        JsonNode parent = path.parentIn(document);
        return parent != null && parent.isObject();
    }

    private static JsonNode present(Operation operation, JsonPointer path, JsonNode document) throws PatchException {
        JsonNode found = path.in(document);
        if (found == null) {
            throw operation.fault("there is nothing at " + path);
        }
        return found;
    }

    private static JsonNode with(Operation operation, JsonNode document, @Nullable JsonNode value)
            throws PatchException {
        JsonPointer path = operation.path();
        JsonNode copy = requireNonNull(value).deepCopy();
        if (path.root()) {
            return copy;
        }
        JsonNode parent = path.parentIn(document);
        if (parent instanceof ObjectNode object) {
            object.set(path.last(), copy);
        } else if (parent instanceof ArrayNode array) {
            int index = path.last().equals("-") ? array.size() : JsonPointer.index(path.last(), array.size());
            if (index < 0) {
                throw operation.fault("the array there has " + array.size() + " elements");
            }
            array.insert(index, copy);
        } else {
            throw operation.fault(parent == null ? "there is nothing to add it to" : "what is there has no parts");
        }
        return document;
    }

    private static JsonNode without(Operation operation, JsonPointer path, JsonNode document) throws PatchException {
        present(operation, path, document);
        JsonNode parent = path.parentIn(document);
        if (parent instanceof ObjectNode object) {
            object.remove(path.last());
        } else if (parent instanceof ArrayNode array) {
            array.remove(JsonPointer.index(path.last(), array.size() - 1));
        }
        return document;
    }

    /** As RFC 6902 section 4.6 has it: numbers by their value, objects without regard to order. */
    private static boolean equal(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        if (one.isArray()) {
            for (int i = 0; i < one.size(); i++) {
                if (!equal(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (one.isObject()) {
            for (Map.Entry<String, JsonNode> field : one.properties()) {
                JsonNode there = other.get(field.getKey());
                if (there == null || !equal(field.getValue(), there)) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }
}
