package dev.brine.gateway.client;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Ranges of addresses, written as {@code 10.0.0.0/8} or {@code fd00::/8}. Immutable. */
public final class Networks {

    /** One range: the first bits of an address. */
    private record Range(List<Byte> address, int bits) {

        boolean contains(byte[] other) {
            if (other.length != address.size()) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
                if (((other[bit / 8] ^ address.get(bit / 8)) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    public static final Networks NONE = new Networks(List.of());

    private final List<Range> ranges;

    private Networks(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** @throws IllegalArgumentException naming the text that is no range */
    public static Networks of(List<String> texts) {
        List<Range> ranges = new ArrayList<>();
        for (String text : requireNonNull(texts, "texts")) {
            ranges.add(range(text));
        }
        return new Networks(List.copyOf(ranges));
    }

    static Networks of(String... texts) {
        return of(List.of(texts));
    }

    public boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        for (Range range : ranges) {
            if (range.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    private static Range range(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        // Only what cannot be a name, so that nothing is ever looked up here.
        if (!literal.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw none(text);
        }
        try {
            byte[] address = InetAddress.getByName(literal).getAddress();
            int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
            if (bits < 0 || bits > address.length * 8) {
                throw none(text);
            }
            List<Byte> list = new ArrayList<>();
            for (byte one : address) {
                list.add(one);
            }
            return new Range(List.copyOf(list), bits);
        } catch (UnknownHostException | NumberFormatException e) {
            throw none(text);
        }
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is no range of addresses; expected such as 10.0.0.0/8 or fd00::/8");
    }
}
