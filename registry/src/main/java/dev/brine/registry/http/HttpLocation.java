package dev.brine.registry.http;

import dev.brine.registry.RegistryException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The servers that a location names: {@code http://a:8081,b:8081} or {@code http://a:8081,http://b:8081}. */
final class HttpLocation {

    private HttpLocation() {}

    static List<URI> parse(String location) {
        String scheme = location.substring(0, Math.max(0, location.indexOf("://")));
        List<URI> servers = new ArrayList<>();
        for (String part : location.split(",", -1)) {
            String text = part.strip();
            servers.add(one(text.contains("://") ? text : scheme + "://" + text));
        }
        return servers;
    }

    private static URI one(String text) {
        URI uri;
        try {
            uri = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            // Not named as the cause: it quotes the text, in which somebody may have put a password.
            throw new RegistryException("the registry's URL is not one; write http://host:8081");
        }
        if (uri.getRawUserInfo() != null) {
            throw new RegistryException("the registry's URL for " + uri.getHost()
                    + " carries credentials, which end up in logs; put them into a file and name it with "
                    + Credentials.BASIC_FILE);
        }
        boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new RegistryException(
                    "the registry's URL has no host, or more than host, port and path; write http://host:8081");
        }
        return uri;
    }
}
