package dev.brine.gateway.tcp;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** A range of addresses, such as {@code 10.0.0.0/8} or {@code ::1}. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Cidr(byte[] network, int bits) {

    /** @throws IllegalArgumentException if this is no range */
    static Cidr parse(String text) {
        String[] parts = text.split("/", 2);
        // Only digits and colons: a name would be looked up.
        if (!parts[0].matches("[0-9a-fA-F:.]+") || !parts[0].matches(".*[.:].*")) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses such as 10.0.0.0/8");
        }
        try {
            byte[] network = InetAddress.getByName(parts[0]).getAddress();
            int bits = parts.length == 1 ? network.length * 8 : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > network.length * 8) {
                throw new IllegalArgumentException(
                        "'" + text + "' has " + parts[1] + " bits, an address has " + network.length * 8);
            }
            return new Cidr(network, bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no range of addresses such as 10.0.0.0/8", e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] asked = address.getAddress();
        if (asked.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if ((asked[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
