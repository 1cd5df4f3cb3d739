package dev.brine.gateway.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one client where connections or requests are counted by address: an IPv4 address, or the network of 64
 * bits that an IPv6 address is in. A host takes any address of its network whenever it likes (RFC 4291, 2.5.1; RFC 8981),
 * so by single addresses it would never reach a bound.
 */
public final class ClientNetwork {

    private static final int NETWORK_BYTES = 8;
    private static final int BYTES = 16;

    private ClientNetwork() {}

    /** The address itself, or the first one of its network. */
    public static InetAddress of(InetAddress address) {
        // An IPv4 address that is written as one of IPv6 is an Inet4Address in Java.
        return address instanceof Inet6Address ? first(address.getAddress()) : address;
    }

    /**
     * The same for the text of an address.
     *
     * @param address as {@link InetAddress#getHostAddress()} gives it; other text without a colon stays as it is
     * @throws IllegalArgumentException if it has a colon and is no address
     */
    public static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        // The interface behind the percent sign of a link-local address is this machine's affair.
        int scope = address.indexOf('%');
        try {
            return of(InetAddress.getByName(scope < 0 ? address : address.substring(0, scope)))
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }

    private static InetAddress first(byte[] bytes) {
        try {
            return InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an address", e);
        }
    }
}
