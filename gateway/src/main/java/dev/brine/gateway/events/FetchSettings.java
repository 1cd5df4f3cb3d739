package dev.brine.gateway.events;

import dev.brine.gateway.client.Networks;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * How pages are fetched.
 *
 * @param name for meters, threads and messages
 * @param atOnce fetches at a time, each with a thread
 * @param perHost fetches at a time of one server
 * @param waiting addresses that may wait
 * @param deadline of one fetch: name, connection, headers and body together
 * @param maxBody longest page, in bytes, as sent and as inflated
 * @param hosts the only hosts that are asked; if there is none, every host whose name means public addresses, but none
 *     that is given as an address, nor this machine
 * @param networks ranges that are not public and that names may nevertheless mean
 */
public record FetchSettings(
        String name,
        int atOnce,
        int perHost,
        int waiting,
        Duration deadline,
        int maxBody,
        Set<String> hosts,
        Networks networks) {

    public FetchSettings {
        if (atOnce < 1 || atOnce > 1_000 || perHost < 1 || waiting < 1 || maxBody < 1) {
            throw new IllegalArgumentException(
                    "the bounds of " + name + " must be 1 or more, and at most 1,000 at once");
        }
        if (deadline.isZero() || deadline.isNegative()) {
            throw new IllegalArgumentException("the deadline of " + name + " must be more than none");
        }
        hosts = Set.copyOf(hosts);
    }

    /** 16 at once, 4 of one server, 1,000 waiting, 10 s, 1 MiB, every public host. */
    public static FetchSettings of(String name) {
        return new FetchSettings(name, 16, 4, 1_000, Duration.ofSeconds(10), 1 << 20, Set.of(), Networks.NONE);
    }

    public FetchSettings atOnce(int fetches, int ofOneServer) {
        return new FetchSettings(name, fetches, ofOneServer, waiting, deadline, maxBody, hosts, networks);
    }

    public FetchSettings waiting(int addresses) {
        return new FetchSettings(name, atOnce, perHost, addresses, deadline, maxBody, hosts, networks);
    }

    public FetchSettings within(Duration most, int bodyBytes) {
        return new FetchSettings(name, atOnce, perHost, waiting, most, bodyBytes, hosts, networks);
    }

    /**
     * The same for these hosts alone.
     *
     * @param named in lower case
     */
    public FetchSettings hosts(Set<String> named) {
        return new FetchSettings(name, atOnce, perHost, waiting, deadline, maxBody, named, networks);
    }

    public FetchSettings with(Networks added) {
        return new FetchSettings(name, atOnce, perHost, waiting, deadline, maxBody, hosts, added);
    }

    boolean allows(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if ((!scheme.equals("http") && !scheme.equals("https")) || uri.getHost() == null || uri.getUserInfo() != null) {
            return false;
        }
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        if (!hosts.isEmpty()) {
            return hosts.contains(host);
        }
        // A host whose last label is a number is an address in one of its forms, never a name.
        boolean literal = host.startsWith("[") || host.matches("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
        return !literal && !host.matches("(.*\\.)?localhost\\.?");
    }
}
