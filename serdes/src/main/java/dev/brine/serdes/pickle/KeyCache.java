package dev.brine.serdes.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keys of dicts as bytes, kept from one body to the next, since the next mostly has the same. A key is taken in when it is
 * met a second time and its place is free or held by one that this body does not have, so that keys which never come
 * again are not kept. Bounded in number and length; of one thread.
 */
final class KeyCache {

    /** Longer keys, in bytes, are not kept. */
    static final int LONGEST = 64;

    private static final int SLOTS = 512;
    private static final int LAST_BASE = 1 << 30;

    /** A key and, if this body has it, its object. */
    static final class Key {

        private final String text;
        private final byte[] padded;
        private final int length;
        // Of its object in the last body that had it, counted from the base.
        private int number;

        private Key(String text, byte[] utf8) {
            this.text = text;
            this.padded = Arrays.copyOf(utf8, Math.max(utf8.length, 32));
            this.length = utf8.length;
        }

        /** Its UTF-8, and zeros up to the thirty-second byte. */
        byte[] padded() {
            return padded;
        }

        /** In bytes. */
        int length() {
            return length;
        }
    }

    private final @Nullable Key[] keys = new Key[SLOTS];
    // The hash of the text that was met last in a place.
    private final int[] seen = new int[SLOTS];
    private int base;

    KeyCache() {
        this(1);
    }

    /** @param base where the numbers begin, above 0 */
    KeyCache(int base) {
        this.base = base;
    }

    /** Forgets which keys a body of so many objects had. */
    void nextBody(int objects) {
        if (base > LAST_BASE - objects) {
            Arrays.fill(keys, null);
            base = 1;
        } else {
            base += objects;
        }
    }

    /** The key that is this text, or {@code null} if it is not kept. */
    @Nullable
    Key find(String text) {
        int hash = text.hashCode();
        Key key = keys[slot(hash)];
        // Asked first for being the same, as a key of most programs is.
        return key != null && (key.text == text || key.text.hashCode() == hash && key.text.equals(text)) ? key : null;
    }

    /** The object that this body has for a key, or -1. */
    int object(Key key) {
        return Math.max(key.number - base, -1);
    }

    void define(Key key, int object) {
        key.number = base + object;
    }

    /** A key that is not kept was written, and so is sound, as this object. */
    void met(String text, int object) {
        int hash = text.hashCode();
        int slot = slot(hash);
        if (seen[slot] != hash) {
            seen[slot] = hash;
            return;
        }
        Key before = keys[slot];
        if (text.length() <= LONGEST && (before == null || object(before) < 0)) {
            byte[] utf8 = text.getBytes(UTF_8);
            if (utf8.length <= LONGEST) {
                Key key = new Key(text, utf8);
                define(key, object);
                keys[slot] = key;
            }
        }
    }

    private static int slot(int hash) {
        int spread = hash * 0x9e3779b9;
        return (spread ^ spread >>> 15) & SLOTS - 1;
    }
}
