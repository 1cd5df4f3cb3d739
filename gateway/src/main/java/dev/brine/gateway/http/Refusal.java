package dev.brine.gateway.http;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Thrown when a request is answered with an error. The message is for whoever sent it. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final int code;
    private final transient Map<String, String> headers;

    private Refusal(int status, int code, String message, Map<String, String> headers) {
        // Refusals are answers, not faults: nobody looks at where they were made.
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    /**
     * A refusal with this number in its body.
     *
     * @param code its first three digits are the status
     */
    public static Refusal of(int code, String message) {
        int status = code < 1000 ? code : code / 100;
        return new Refusal(status, code, message, Map.of());
    }

    public static Refusal badRequest(String message) {
        return of(400, message);
    }

    public static Refusal unauthorized(String message) {
        return new Refusal(401, 401, message, Map.of("WWW-Authenticate", "Bearer"));
    }

    public static Refusal notFound() {
        return of(404, "HTTP 404 Not Found");
    }

    public static Refusal methodNotAllowed(Collection<String> allowed) {
        return new Refusal(
                405, 405, "HTTP 405 Method Not Allowed", Map.of("Allow", String.join(", ", new TreeSet<>(allowed))));
    }

    /** Too much at once; the client may come again. */
    public static Refusal busy() {
        return new Refusal(
                503, 503, "the server has as many requests as it takes; try again", Map.of("Retry-After", "1"));
    }

    /** The same with one header more. */
    public Refusal with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Refusal(status, code, getMessage(), more);
    }

    public int status() {
        return status;
    }

    public int code() {
        return code;
    }

    public Map<String, String> headers() {
        return headers;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
