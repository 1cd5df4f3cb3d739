package dev.brine.gateway.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses the host of a configured URL may have. An address that the URL names itself is meant; a name may only
 * mean public addresses, and those ranges that the configuration adds, so that whoever answers for the name cannot point
 * it at this machine, at its neighbours, or at a cloud's metadata service.
 */
final class AddressRule {

    private static final Networks NOT_PUBLIC = Networks.of(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",
            "100::/64",
            "2001::/23",
            "2001:db8::/32");

    private static final Networks GLOBAL_6 = Networks.of("2000::/3");
    private static final Networks SIX_TO_FOUR = Networks.of("2002::/16");
    private static final Networks NAT_64 = Networks.of("64:ff9b::/96");

    private final boolean literal;
    private final boolean local;
    private final Networks added;

    private AddressRule(boolean literal, boolean local, Networks added) {
        this.literal = literal;
        this.local = local;
        this.added = added;
    }

    static AddressRule of(URI url, Networks added) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        // A host whose last label is a number is an address in one of its forms, never a name.
        boolean literal = host.startsWith("[") || host.matches("(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");
        boolean local = host.equals("localhost") || host.endsWith(".localhost");
        return new AddressRule(literal, local, added);
    }

    /** Whether there is a name to be looked up. */
    boolean named() {
        return !literal;
    }

    /** The first address that must not be called; one is enough to refuse them all, since any may be taken. */
    Optional<InetAddress> forbidden(InetAddress[] found) {
        return Arrays.stream(found).filter(address -> !allowed(address)).findFirst();
    }

    private boolean allowed(InetAddress address) {
        if (literal || added.contain(address)) {
            return true;
        }
        return local ? address.isLoopbackAddress() : isPublic(address);
    }

    static boolean isPublic(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return !NOT_PUBLIC.contain(address);
        }
        byte[] bytes = address.getAddress();
        if (SIX_TO_FOUR.contain(address)) {
            return isPublic(four(bytes, 2));
        }
        if (NAT_64.contain(address)) {
            return isPublic(four(bytes, 12));
        }
        return GLOBAL_6.contain(address) && !NOT_PUBLIC.contain(address);
    }

    private static InetAddress four(byte[] bytes, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4));
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
