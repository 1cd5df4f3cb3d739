package dev.brine.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with. The body is not copied; whoever made it leaves it alone. */
@SuppressWarnings("ArrayRecordComponent") // never compared, and made once for each answer
public record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {

    public static final String JSON = "application/json";

    public Answer {
        requireNonNull(contentType, "contentType");
        headers = Map.copyOf(headers);
        requireNonNull(body, "body");
    }

    public static Answer of(int status, String contentType, byte[] body) {
        return new Answer(status, contentType, Map.of(), body);
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
        return new Answer(status, contentType, more, body);
    }
}
