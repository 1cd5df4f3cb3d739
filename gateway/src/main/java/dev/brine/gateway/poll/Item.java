package dev.brine.gateway.poll;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is to become one record.
 *
 * @param bytes in the source's codec
 * @param key of the record, if the item has one
 * @param position on its page
 * @param hash of the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared
record Item(byte[] bytes, Optional<String> key, int position, String hash) {

    static Item of(byte[] bytes, Optional<String> key, int position) {
        return new Item(bytes, key, position, hash(bytes));
    }

    /** What it is known by later. */
    String mark(PollSettings.Dedupe dedupe) {
        return dedupe == PollSettings.Dedupe.KEY && key.isPresent()
                ? hash(key.get().getBytes(UTF_8))
                : hash;
    }

    /** Half of a SHA-256: no two items will ever have the same by chance, nor easily by intent. */
    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every runtime must have", e);
        }
    }
}
