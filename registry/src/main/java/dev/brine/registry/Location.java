package dev.brine.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One registry of the line that names them.
 *
 * @param kind the word before the first colon
 * @param place what is behind it
 */
record Location(String kind, String place) {

    private static final Set<String> KINDS = Set.of("dir", "classpath", "topic", "http", "https");
    private static final Pattern START = Pattern.compile("^\\s*([a-zA-Z][a-zA-Z0-9+.-]*):(.*)$", Pattern.DOTALL);
    private static final String HAS = "use dir:PATH, classpath:ROOT, topic:NAME or http://HOST:PORT";

    String text() {
        return kind + ":" + place;
    }

    /**
     * Splits at commas. A part that begins with no kind of its own is another host of the server before it:
     * {@code dir:schemas,http://a:8081,b:8081} is two.
     */
    static List<Location> parse(String line) {
        List<Location> found = new ArrayList<>();
        for (String part : line.split(",", -1)) {
            Matcher start = START.matcher(part.strip());
            int last = found.size() - 1;
            boolean named = start.matches() && KINDS.contains(start.group(1));
            boolean server = last >= 0 && found.get(last).kind().startsWith("http");
            if (named && server && start.group(1).equals(found.get(last).kind())) {
                found.set(last, found.get(last).and(part.strip()));
            } else if (named) {
                found.add(one(start.group(1), start.group(2)));
            } else if (server && !part.isBlank()) {
                found.set(last, found.get(last).and(part.strip()));
            } else {
                throw refused(part.strip());
            }
        }
        return found;
    }

    private Location and(String host) {
        return new Location(kind, place + "," + host);
    }

    private static Location one(String kind, String place) {
        boolean web = kind.startsWith("http");
        if (place.isBlank() || web && !place.startsWith("//")) {
            throw new RegistryException("the registry '" + kind + ":" + (web ? "" : place) + "' names no place; write "
                    + (web ? kind + "://host:8081" : kind + ":" + (kind.equals("topic") ? "_schemas" : "schemas")));
        }
        return new Location(kind, place);
    }

    private static RegistryException refused(String part) {
        // A URL of another kind may carry a password, so it is not repeated.
        String shown = part.contains("@") ? "(not shown)" : part;
        boolean path = !part.isEmpty() && part.indexOf(':') < 0;
        return new RegistryException("the registry '" + shown + "' has no known kind; " + HAS
                + (path ? ", so perhaps dir:" + part + " is meant" : ""));
    }
}
