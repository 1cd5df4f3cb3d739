package dev.brine.registry.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.SchemaReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;

/**
 * The guid of a schema: MD5 over the stored text and, for each reference, its name, its subject and its version as four
 * bytes, big-endian. These are the bytes that Confluent's server hashes for a schema without metadata and rules, so both
 * come to the same guid without talking to each other.
 */
public final class SchemaGuid {

    private SchemaGuid() {}

    public static UUID of(String text, List<SchemaReference> references) {
        MessageDigest md5 = md5();
        md5.update(text.getBytes(UTF_8));
        for (SchemaReference reference : references) {
            md5.update(reference.name().getBytes(UTF_8));
            md5.update(reference.subject().getBytes(UTF_8));
            md5.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(reference.version())
                    .flip());
        }
        ByteBuffer hash = ByteBuffer.wrap(md5.digest());
        return new UUID(hash.getLong(), hash.getLong());
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no MD5, which every runtime must have", e);
        }
    }
}
