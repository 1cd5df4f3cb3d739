package dev.brine.gateway.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * An answer's body in one codec.
 *
 * @param codec such as {@code json}; empty for bytes that nobody here understands
 * @param bytes not copied; whoever made them leaves them alone
 * @param etag a strong one, with its quotes: the same bytes in the same codec always have the same
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Representation(String codec, String contentType, byte[] bytes, String etag) {

    public Representation {
        requireNonNull(codec, "codec");
        requireNonNull(contentType, "contentType");
        requireNonNull(bytes, "bytes");
        requireNonNull(etag, "etag");
    }

    public static Representation of(String codec, String contentType, byte[] bytes) {
        return new Representation(codec, contentType, bytes, etag(codec, bytes));
    }

    private static String etag(String codec, byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = Arrays.copyOf(digest.digest(bytes), 15);
            String text = new String(Base64.getUrlEncoder().encode(hash), US_ASCII);
            return '"' + text + (codec.isEmpty() ? "" : "-" + codec) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
