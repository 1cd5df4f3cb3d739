package dev.brine.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with. The body is not copied; whoever made it leaves it alone.
 *
 * @param stream is given the way to the client when the head of the answer is on it; the body is then empty. Must not
 *     block. Null for an answer that is whole
 * @param shared whether the body is kept in any case, so that it takes no memory of its own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each answer
public record Answer(
        int status,
        String contentType,
        Map<String, String> headers,
        byte[] body,
        @Nullable Consumer<Outlet> stream,
        boolean shared) {

    public static final String JSON = "application/json";

    private static final byte[] NONE = {};

    public Answer {
        requireNonNull(contentType, "contentType");
        headers = Map.copyOf(headers);
        requireNonNull(body, "body");
    }

    public Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
        this(status, contentType, headers, body, null, false);
    }

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, Map.of(), body);
    }

    /** An answer of 200 that goes on until somebody ends it. */
    public static Answer streaming(String contentType, Map<String, String> headers, Consumer<Outlet> stream) {
        return new Answer(200, contentType, headers, NONE, stream, true);
    }

    /** The form of every error: {@code {"error_code":..,"message":..}}. */
    public static Answer error(Refusal refusal, String contentType) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("error_code", refusal.code())
                .put("message", refusal.getMessage());
        return new Answer(refusal.status(), contentType, refusal.headers(), inert(body));
    }

    /** JSON that says the same and is no markup, whoever takes it for HTML: a message may repeat what a client sent. */
    public static byte[] inert(JsonNode json) {
        return json.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .getBytes(UTF_8);
    }

    /** The same with one header more. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body, stream, shared);
    }

    /** The same, of which the body is kept whether or not it is sent. */
    public Answer ofKept() {
        return new Answer(status, contentType, headers, body, stream, true);
    }
}
