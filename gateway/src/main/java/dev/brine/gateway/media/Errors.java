package dev.brine.gateway.media;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import dev.brine.gateway.http.Refusal;
import java.util.List;

/**
 * Errors as answers: {@code {"error_code":..,"message":..}} as Confluent's REST has it, or RFC 9457 where {@code Accept} names
 * it, with the same two fields besides.
 */
public final class Errors {

    private static final int MOST_ITEMS = 100;

    private Errors() {}

    public static Answer answer(Head head, Refusal refusal) {
        return answer(head, refusal, List.of());
    }

    /** @param items the records that are wrong, of which the first hundred are told */
    public static Answer answer(Head head, Refusal refusal, List<ItemError> items) {
        boolean problem = MediaType.named(head.accept(), MediaType.PROBLEM);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (problem) {
            body.put("type", "about:blank")
                    .put("title", title(refusal.status()))
                    .put("status", refusal.status())
                    .put("detail", refusal.getMessage());
        }
        body.put("error_code", refusal.code()).put("message", refusal.getMessage());
        if (!items.isEmpty()) {
            ArrayNode list = body.putArray("errors");
            items.stream().limit(MOST_ITEMS).forEach(item -> list.addObject()
                    .put("index", item.index())
                    .put("error_code", item.code())
                    .put("message", item.message()));
        }
        String type = problem
                ? MediaType.PROBLEM
                : MediaType.named(head.accept(), MediaType.KAFKA) ? MediaType.KAFKA : MediaType.JSON;
        return new Answer(refusal.status(), type, refusal.headers(), Answer.inert(body));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "HTTP " + status;
        };
    }
}
