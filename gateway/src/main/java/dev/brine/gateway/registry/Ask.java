package dev.brine.gateway.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import dev.brine.registry.store.Command;
import dev.brine.registry.store.Contexts;
import dev.brine.registry.store.Deleted;
import dev.brine.registry.store.RegistryState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request, with the state that answers it. Made for one thread. */
final class Ask {

    private static final int DEEPEST = 200;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Head head;
    private final Map<String, String> parameters;
    private final RegistryState state;
    private final byte[] body;
    private final Writes writes;

    Ask(Head head, Map<String, String> parameters, RegistryState state, byte[] body, Writes writes) {
        this.head = head;
        this.parameters = parameters;
        this.state = state;
        this.body = body;
        this.writes = writes;
    }

    RegistryState state() {
        return state;
    }

    /** A named segment of the path. */
    String path(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** The subject of the path in its one spelling. */
    String subject() {
        return Contexts.normalize(path("subject"));
    }

    VersionId version() {
        return VersionId.of(path("version"));
    }

    Optional<String> query(String name) {
        return head.query(name);
    }

    List<String> queries(String name) {
        return head.query().getOrDefault(name, List.of());
    }

    boolean flag(String name) {
        return query(name).map("true"::equalsIgnoreCase).orElse(false);
    }

    Deleted deleted() {
        return flag("deletedOnly") ? Deleted.ONLY : flag("deleted") ? Deleted.INCLUDED : Deleted.HIDDEN;
    }

    /** A slice of a list, as {@code offset} and {@code limit} say; a limit below 0 is none. */
    <T> List<T> page(List<T> all) {
        int from = Math.min(Math.max(0, number("offset", 0)), all.size());
        int limit = number("limit", -1);
        int to = limit < 0 ? all.size() : (int) Math.min((long) from + limit, all.size());
        return all.subList(from, to);
    }

    private int number(String name, int otherwise) {
        Optional<String> text = query(name).filter(value -> !value.isEmpty());
        try {
            return text.map(Integer::parseInt).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("the parameter " + name + " is not a number");
        }
    }

    /** @throws Refusal 400 if the body is not one JSON object */
    ObjectNode body() {
        try {
            JsonNode value = JSON.readTree(body);
            if (value instanceof ObjectNode object) {
                return object;
            }
            throw Refusal.badRequest(
                    value == null || value.isMissingNode()
                            ? "the body is empty; a JSON object is expected"
                            : "the body is not a JSON object");
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("the body is not JSON, or nested deeper than " + DEEPEST + place(e.getLocation()));
        } catch (IOException e) {
            throw Refusal.badRequest("the body is not UTF-8");
        }
    }

    private static String place(@Nullable JsonLocation at) {
        return at == null ? "" : ": line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** Has the store do it, if whoever asks may. */
    <R> R execute(Command<R> command) {
        return writes.execute(command, head.authorization());
    }
}
