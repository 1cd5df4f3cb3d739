package dev.brine.gateway.exchange;

/**
 * What encoded values may become in memory, said before they are decoded. A few bytes can be an object of a hundred: so the
 * parts are counted, or, where they cannot be without decoding, as many are assumed as there could be.
 */
final class Cost {

    private static final int OF_A_PART = 100;
    private static final int AS_BYTES_AND_BACK = 3;

    private Cost() {}

    /** Of a JSON text; right for whatever is JSON, and an upper bound for the rest. */
    static long ofJson(byte[] json) {
        return parts(json) * OF_A_PART + (long) AS_BYTES_AND_BACK * json.length;
    }

    /** Of bytes in which a part may be as small as one byte. */
    static long ofBinary(byte[] bytes, int mostParts) {
        return (long) Math.min(bytes.length, mostParts) * OF_A_PART + (long) AS_BYTES_AND_BACK * bytes.length;
    }

    /** How many values a JSON text has, names of fields not counted. */
    static long parts(byte[] json) {
        long parts = 1;
        boolean quoted = false;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> quoted = !quoted;
                case '\\' -> i += quoted ? 1 : 0;
                case ',', '[', '{' -> parts += quoted ? 0 : 1;
                default -> {
                    // Part of a value.
                }
            }
        }
        return parts;
    }
}
