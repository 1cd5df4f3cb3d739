package dev.brine.serdes.internal;

import org.jspecify.annotations.Nullable;

/**
 * Short texts that come again and again at one place of a schema: the keys of a map, a currency, a city. A text that was
 * seen there lately is given out again instead of being made anew, which is less work and no memory, and its hash is
 * known already.
 *
 * <p>A text is known by its bytes, all of them, so whatever was sent in between, the answer is what decoding would
 * answer. Texts of up to 32 bytes are kept, {@value #SLOTS} at most. A place whose texts do not come again is found out
 * and left alone for good.
 *
 * <p>Used by many threads at once, without locks: what is kept is immutable, and a count that gets lost in a race only
 * makes the judgement come a little later.
 */
public final class RepeatedText {

    /** Must be a power of two. */
    static final int SLOTS = 128;

    private static final int LONGEST = 32;

    /** Texts that were not known, between two judgements. */
    private static final int TRIAL = 256;

    /** Of so many hits one is counted, as that many: counting each would be a write that all threads share. */
    private static final int COUNTED = 16;

    /** A text by its bytes: the words that {@link RepeatedText} looks at. */
    private record Seen(int length, long first, long last, long second, long third, String text) {

        boolean is(int length, long first, long last, long second, long third) {
            return this.length == length
                    && this.first == first
                    && this.last == last
                    && this.second == second
                    && this.third == third;
        }
    }

    private @Nullable Seen @Nullable [] seen = new Seen[SLOTS];
    private int hits;
    private int misses;

    /** Whether texts are looked for here. */
    boolean pays() {
        return seen != null;
    }

    /**
     * The text of these bytes, from memory or made by the cursor.
     *
     * @param in has the bytes, from its index on
     */
    @Nullable
    String read(BinaryInput in, byte[] bytes, int at, int length) {
        @Nullable Seen @Nullable [] table = seen;
        // A word is read even where the text is shorter, so there must be one.
        if (table == null || length > LONGEST || at + 8 > bytes.length) {
            return in.decodeText(at, length);
        }
        long first = Words.longAt(bytes, at);
        long last = 0;
        long second = 0;
        long third = 0;
        if (length < 8) {
            first &= (1L << (length << 3)) - 1;
        } else {
            last = Words.longAt(bytes, at + length - 8);
            if (length > 16) {
                second = Words.longAt(bytes, at + 8);
                third = length > 24 ? Words.longAt(bytes, at + 16) : 0;
            }
        }
        int slot = slot(first * 31 + last * 0x9e3779b97f4a7c15L + second * 0xc2b2ae3d27d4eb4fL + third + length);
        Seen here = table[slot];
        if (here != null && here.is(length, first, last, second, third)) {
            hit(in);
            return here.text;
        }
        Seen there = table[slot ^ 1];
        if (there != null && there.is(length, first, last, second, third)) {
            hit(in);
            return there.text;
        }
        String text = in.decodeText(at, length);
        if (text != null) {
            // What was here goes next door, so that two texts of one slot do not drive each other out.
            table[slot ^ 1] = here;
            table[slot] = new Seen(length, first, last, second, third, text);
            missed();
        }
        return text;
    }

    private static int slot(long mixed) {
        // Folded first: texts of one kind differ in a few of their last bytes, which a product alone would not spread.
        long hash = (mixed ^ mixed >>> 32) * 0x9e3779b97f4a7c15L;
        return (int) (hash >>> 57);
    }

    private void hit(BinaryInput in) {
        if (in.everySixteenth()) {
            hits += COUNTED;
        }
    }

    private void missed() {
        if (++misses >= TRIAL) {
            if (hits < misses) {
                seen = null;
            }
            hits = 0;
            misses = 0;
        }
    }
}
