package dev.brine.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with. The body is not copied; whoever made it leaves it alone.
 *
 * @param stream is given the way to the client when the head of the answer is on it; the body is then empty. Must not
 *     block. Null for an answer that is whole
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each answer
public record Answer(
        int status,
        String contentType,
        Map<String, String> headers,
        byte[] body,
        @Nullable Consumer<Outlet> stream) {

    public static final String JSON = "application/json";

    private static final byte[] NONE = {};

    public Answer {
        requireNonNull(contentType, "contentType");
        headers = Map.copyOf(headers);
        requireNonNull(body, "body");
    }

    public Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
        this(status, contentType, headers, body, null);
    }

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, Map.of(), body);
    }

    /** An answer of 200 that goes on until somebody ends it. */
    public static Answer streaming(String contentType, Map<String, String> headers, Consumer<Outlet> stream) {
        return new Answer(200, contentType, headers, NONE, stream);
    }

    /** The form of every error: {@code {"error_code":..,"message":..}}. */
    public static Answer error(Refusal refusal, String contentType) {
        byte[] body = JsonNodeFactory.instance
                .objectNode()
                .put("error_code", refusal.code())
                .put("message", refusal.getMessage())
                .toString()
                .getBytes(UTF_8);
        return new Answer(refusal.status(), contentType, refusal.headers(), body);
    }

    /** The same with one header more. */
    public Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body, stream);
    }
}
