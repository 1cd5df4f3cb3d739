package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Addresses that a server names, made into what may be asked for, and addresses made into what may be shown.
 *
 * @param carried parameters that every call carries anyway
 * @param hidden texts that are never shown
 */
record Addresses(Set<String> carried, Set<String> hidden) {

    /**
     * Path and query of a page on the same server, without what every call carries anyway.
     *
     * @throws PollException if it is no address, or one of another server
     */
    String page(URI from, String text) throws PollException {
        URI to;
        try {
            // By RFC 3986 a query alone keeps the path; java.net.URI drops its last part.
            to = new URI(text.startsWith("?") ? from.getRawPath() + text : text);
        } catch (URISyntaxException e) {
            throw PollException.badAnswer("the next page's address is none");
        }
        to = from.resolve(to);
        if (!sameServer(from, to)) {
            throw PollException.badAnswer(
                    "the next page is on another server than " + from.getHost() + ", and is not asked for");
        }
        String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        String query = to.getRawQuery() == null ? "" : without(to.getRawQuery());
        // Two slashes would name another server when it is resolved again.
        return path.replaceFirst("^/+", "/") + (query.isEmpty() ? "" : "?" + query);
    }

    private String without(String query) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> !carried.contains(decoded(pair.split("=", 2)[0])))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            // Not escaped as a form is: then it is not one of ours.
            return text;
        }
    }

    private static boolean sameServer(URI one, URI other) {
        return other.getHost() != null
                && other.getRawUserInfo() == null
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && one.getHost().equalsIgnoreCase(other.getHost())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0
                ? uri.getPort()
                : uri.getScheme().toLowerCase(Locale.ROOT).equals("https") ? 443 : 80;
    }

    /** An address as it may be written down; a server may have put a key into what leads on. */
    String shown(URI uri) {
        String text = uri.toString();
        for (String secret : hidden) {
            text = text.replace(secret, "***")
                    .replace(URLEncoder.encode(secret, UTF_8), "***")
                    .replace(URLEncoder.encode(secret, UTF_8).replace("+", "%20"), "***");
        }
        return text;
    }
}
