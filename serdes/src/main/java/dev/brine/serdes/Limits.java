package dev.brine.serdes;

/**
 * What a decoder spends at most on one value before it refuses, whatever the bytes claim.
 *
 * @param maxBytes length of the encoded value
 * @param maxStringBytes length of one string, one bytes value or one fixed, encoded
 * @param maxItems array and map entries of one value, all collections of it together, empty ones included; of items
 *     that take no bytes, such as nulls, never more than 65,536
 * @param maxDepth records, arrays and maps inside one another
 * @param maxNodes values that one payload may expand to, where an encoding can name a part twice
 */
public record Limits(int maxBytes, int maxStringBytes, int maxItems, int maxDepth, int maxNodes) {

    /** 16 MiB, 8 MiB a string, a million items, 100 deep, a million nodes. */
    public static final Limits DEFAULT = new Limits(16 << 20, 8 << 20, 1_000_000, 100, 1_000_000);

    /** Deepest nesting that can be configured: decoding is recursive, and a thread's stack is finite. */
    public static final int DEEPEST = 1_000;

    public Limits {
        positive(maxBytes, "max.bytes");
        positive(maxStringBytes, "max.string.bytes");
        positive(maxItems, "max.items");
        positive(maxDepth, "max.depth");
        positive(maxNodes, "max.nodes");
        if (maxDepth > DEEPEST) {
            throw new IllegalArgumentException("limit max.depth must be at most " + DEEPEST + ": " + maxDepth);
        }
    }

    private static void positive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("limit " + name + " must be 1 or more: " + value);
        }
    }
}
