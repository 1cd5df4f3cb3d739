package dev.brine.gateway.forward;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.gateway.http.Refusal;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A query's parameters in one spelling: escapes in capitals, none where none is needed. A plus stays a plus, because
 * servers differ in what it means.
 */
final class Query {

    private static final String PLAIN = "-._~!$'()*+,;:@/?=";

    /** One parameter: its decoded name, and the whole of it as it is sent. */
    private record Part(String name, String text) {}

    private final List<Part> parts;

    private Query(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * @param raw as it was sent; empty for none
     * @throws Refusal 400 if an escape is broken, or something cannot stand in a query
     */
    static Query of(String raw) {
        List<Part> parts = new ArrayList<>();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                String text = spelled(pair);
                int equals = text.indexOf('=');
                parts.add(new Part(decoded(equals < 0 ? text : text.substring(0, equals)), text));
            }
        }
        return new Query(parts);
    }

    /** Without the parameters of these names, which a client has no business to give. */
    Query without(Set<String> names) {
        return new Query(
                parts.stream().filter(part -> !names.contains(part.name())).toList());
    }

    /** As it is sent on, in the client's order. */
    String text() {
        return parts.stream().map(Part::text).collect(Collectors.joining("&"));
    }

    /** In order of the names; those of one name keep theirs. */
    String sorted() {
        return parts.stream()
                .sorted(Comparator.comparing(Part::name))
                .map(Part::text)
                .collect(Collectors.joining("&"));
    }

    private static String spelled(String raw) {
        StringBuilder text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int value = i + 2 < raw.length() ? hex(raw, i) : -1;
                if (value < 0) {
                    throw Refusal.of(40001, "the query has a % without two hexadecimal digits after it");
                }
                if (isUnreserved((char) value)) {
                    text.append((char) value);
                } else {
                    text.append('%').append(raw.substring(i + 1, i + 3).toUpperCase(Locale.ROOT));
                }
                i += 2;
            } else if (isUnreserved(c) || PLAIN.indexOf(c) >= 0) {
                text.append(c);
            } else if (c > ' ' && c != 127 && !Character.isSurrogate(c)) {
                escape(text, String.valueOf(c));
            } else {
                throw Refusal.of(40001, "the query has a character that must be escaped");
            }
        }
        return text.toString();
    }

    private static int hex(String raw, int percent) {
        int high = Character.digit(raw.charAt(percent + 1), 16);
        int low = Character.digit(raw.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }

    static void escape(StringBuilder text, String part) {
        for (byte one : part.getBytes(UTF_8)) {
            text.append(String.format(Locale.ROOT, "%%%02X", one));
        }
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name, UTF_8);
    }
}
