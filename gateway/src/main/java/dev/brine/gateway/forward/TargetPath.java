package dev.brine.gateway.forward;

import dev.brine.gateway.http.Refusal;
import java.net.URI;
import java.util.List;

/**
 * The path of a request behind its route's own, put together anew from its segments, so that it can only lead down from
 * the upstream's.
 */
final class TargetPath {

    private static final String PLAIN = "!$&'()*+,=:@;";

    private final String path;

    private TargetPath(String path) {
        this.path = path;
    }

    /**
     * @param segments decoded
     * @param slash whether there is one at the end
     * @throws Refusal 400 for what servers read in different ways: dots, empty segments, slashes and controls in them
     */
    static TargetPath of(List<String> segments, boolean slash) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            check(segment);
            path.append('/');
            for (int i = 0; i < segment.length(); i++) {
                char c = segment.charAt(i);
                if (Query.isUnreserved(c) || PLAIN.indexOf(c) >= 0) {
                    path.append(c);
                } else {
                    int end = Character.isHighSurrogate(c) && i + 1 < segment.length() ? i + 2 : i + 1;
                    Query.escape(path, segment.substring(i, end));
                    i = end - 1;
                }
            }
        }
        return new TargetPath(slash ? path + "/" : path.toString());
    }

    private static void check(String segment) {
        int parameters = segment.indexOf(';');
        String name = parameters < 0 ? segment : segment.substring(0, parameters);
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            throw refused("an empty segment, or one of dots");
        }
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            if (c == '/' || c == '\\' || c < ' ' || c == 127) {
                throw refused("a slash, a backslash or a control character within a segment");
            }
        }
    }

    private static Refusal refused(String what) {
        return Refusal.of(40001, "the path behind the route has " + what + ", which is not passed on");
    }

    /** The whole address, at an upstream whose own path may end with a slash or not. */
    URI at(URI upstream, String query) {
        String base = upstream.getRawPath() == null ? "" : upstream.getRawPath();
        String start = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        String whole = start + path;
        return URI.create(upstream.getScheme() + "://" + upstream.getRawAuthority() + (whole.isEmpty() ? "/" : whole)
                + (query.isEmpty() ? "" : "?" + query));
    }

    @Override
    public String toString() {
        return path;
    }
}
