package dev.brine.registry;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.UUID;

/**
 * Answers which schema wrote a record, and which versions a subject has.
 *
 * <p>What is found under an id, a guid or a version never changes, so callers may keep it for ever. An empty answer
 * means that the registry was asked and does not know; a registry that could not be asked throws
 * {@link RegistryUnavailableException}. Implementations are safe for use by many threads.
 */
public interface SchemaRegistry extends AutoCloseable {

    Optional<RegisteredSchema> byId(int id);

    Optional<RegisteredSchema> byGuid(UUID guid);

    /** Every schema with this CRC-64-AVRO fingerprint, lowest id first: more than one may share it. */
    List<RegisteredSchema> byFingerprint(long fingerprint);

    Optional<SchemaVersion> version(String subject, int version);

    /** The highest version of the subject. */
    Optional<SchemaVersion> latest(String subject);

    /** All versions of the subject, lowest first; empty when the subject is unknown. */
    List<SchemaVersion> versions(String subject);

    SortedSet<String> subjects();

    /** The versions that carry this id, in order of subject and version; empty when the id is unknown. */
    List<SubjectVersion> versionsOf(int id);

    /** The level that new versions of this subject must keep. */
    CompatibilityLevel compatibility(String subject);

    /**
     * Stores a new version of the subject, or returns the version that already has this schema.
     *
     * @param text an Avro schema as JSON
     * @param references the types that the text uses and does not define
     * @throws InvalidSchemaException if the text is not a schema or a reference does not resolve
     * @throws IncompatibleSchemaException if the subject's level forbids it
     * @throws RegistryException if this registry takes no registrations
     */
    SchemaVersion register(String subject, String text, List<SchemaReference> references);

    /** Where this registry looks, as its configuration names it: {@code dir:schemas}. */
    String location();

    @Override
    void close();
}
