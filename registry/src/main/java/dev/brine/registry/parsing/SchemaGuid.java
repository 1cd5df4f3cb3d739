package dev.brine.registry.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.brine.registry.SchemaReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The guid of a schema: MD5 over the stored text and, for each reference, its name, its subject and its version as four
 * bytes, big-endian. These are the bytes that Confluent's server hashes for a schema without metadata and rules, so both
 * come to the same guid without talking to each other.
 */
public final class SchemaGuid {

    private SchemaGuid() {}

    public static UUID of(String text, List<SchemaReference> references) {
        return of(text, references, Optional.empty(), Optional.empty());
    }

    /**
     * The guid of a schema with Confluent's metadata and rules, of which every part counts in a fixed order.
     *
     * @param metadata a JSON object with {@code tags}, {@code properties} and {@code sensitive}
     * @param ruleSet a JSON object with {@code migrationRules}, {@code domainRules} and {@code encodingRules}
     */
    public static UUID of(
            String text, List<SchemaReference> references, Optional<String> metadata, Optional<String> ruleSet) {
        MessageDigest md5 = md5();
        md5.update(text.getBytes(UTF_8));
        for (SchemaReference reference : references) {
            md5.update(reference.name().getBytes(UTF_8));
            md5.update(reference.subject().getBytes(UTF_8));
            md5.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(reference.version())
                    .flip());
        }
        metadata.ifPresent(json -> ContractHash.metadata(md5, json));
        ruleSet.ifPresent(json -> ContractHash.ruleSet(md5, json));
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
