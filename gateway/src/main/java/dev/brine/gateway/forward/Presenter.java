package dev.brine.gateway.forward;

import dev.brine.gateway.cache.Content;
import dev.brine.gateway.cache.Representation;
import dev.brine.gateway.cache.Served;
import dev.brine.gateway.http.Answer;
import dev.brine.gateway.http.Head;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes an answer for one client: its codec, its tag, and whether it has the same already. */
final class Presenter {

    private static final byte[] NOTHING = {};
    private static final String NAME = "brine";

    private Presenter() {}

    /**
     * The whole answer.
     *
     * @param body in the client's codec
     * @param status what the cache has to say; empty for a route without one
     */
    static Answer present(Head head, Content content, Optional<Representation> body, Map<String, String> status) {
        Map<String, String> headers = new HashMap<>(content.headers());
        headers.putAll(status);
        boolean negotiated =
                content.own().isPresent() && !content.own().get().codec().isEmpty();
        if (negotiated) {
            headers.merge("vary", "accept", (names, accept) -> accept + ", " + names);
        }
        boolean reading = head.method().equals("GET") || head.method().equals("HEAD");
        if (body.isEmpty()) {
            return new Answer(content.status(), "", spelled(headers), NOTHING);
        }
        if (content.status() == 200 && negotiated && reading) {
            headers.put("etag", body.get().etag());
            if (matches(head.headers("if-none-match"), body.get().etag())) {
                headers.keySet().removeIf(Presenter::ofTheBody);
                return new Answer(304, "", spelled(headers), NOTHING);
            }
        }
        return new Answer(
                content.status(),
                body.get().contentType(),
                spelled(headers),
                body.get().bytes());
    }

    /** As people write them: {@code Cache-Status}. */
    private static Map<String, String> spelled(Map<String, String> headers) {
        Map<String, String> spelled = new HashMap<>();
        headers.forEach((name, value) -> {
            StringBuilder text = new StringBuilder(name);
            for (int i = 0; i < text.length(); i++) {
                if (i == 0 || text.charAt(i - 1) == '-') {
                    text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
                }
            }
            spelled.put(text.toString(), value);
        });
        return spelled;
    }

    private static boolean ofTheBody(String header) {
        return header.startsWith("content-") || header.equals("brine-schema-id");
    }

    /** By the weak comparison, as RFC 9110 has it for this header. */
    static boolean matches(List<String> lines, String etag) {
        for (String line : lines) {
            if (line.strip().equals("*")) {
                return true;
            }
            for (String one : line.split(",", -1)) {
                String tag = one.strip();
                if (tag.equals(etag) || tag.equals("W/" + etag)) {
                    return true;
                }
            }
        }
        return false;
    }

    static Map<String, String> status(Served served) {
        long ttl = Math.floorDiv(served.ttl().toMillis(), 1_000);
        String text =
                switch (served.how()) {
                    case HIT, STALE -> NAME + "; hit; ttl=" + ttl;
                    case MISS -> NAME + "; fwd=uri-miss";
                    case REVALIDATED -> NAME + "; fwd=stale";
                };
        boolean hit = served.how() == Served.How.HIT || served.how() == Served.How.STALE;
        Map<String, String> headers = new HashMap<>();
        headers.put(
                "cache-status",
                text + (served.stored() && !hit ? "; stored" : "") + (served.collapsed() ? "; collapsed" : ""));
        if (served.stored()) {
            headers.put("age", String.valueOf(served.age().toSeconds()));
        }
        return headers;
    }

    static Map<String, String> passedBy(String why) {
        return Map.of("cache-status", NAME + "; " + why);
    }
}
