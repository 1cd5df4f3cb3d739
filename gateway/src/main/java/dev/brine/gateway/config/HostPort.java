package dev.brine.gateway.config;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;

/**
 * A host name or address with a port, as written; nothing is looked up before {@link #resolve}.
 *
 * @param host without brackets, not empty
 * @param port 0 to 65535; 0 is a free one
 */
public record HostPort(String host, int port) {

    private static final int MOST = 65_535;

    public HostPort {
        requireNonNull(host, "host");
        if (host.isEmpty() || port < 0 || port > MOST) {
            throw new IllegalArgumentException("'" + host + "' with port " + port + " is not HOST:PORT");
        }
    }

    /**
     * Reads {@code HOST:PORT}, {@code [IPV6]:PORT}, or {@code :PORT}, which is on 127.0.0.1.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    public static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon <= 0 ? "127.0.0.1" : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String digits = text.substring(colon + 1);
        boolean plain = !bracketed && host.indexOf(':') < 0 && host.chars().noneMatch(Character::isWhitespace);
        if (colon < 0 || !(bracketed || plain) || !digits.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
        }
        return new HostPort(bracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(digits));
    }

    /**
     * Looks the host name up.
     *
     * @throws IllegalArgumentException if it is unknown
     */
    public InetSocketAddress resolve() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("the host name '" + host + "' is unknown");
        }
        return address;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
