package dev.brine.serdes.frame;

/**
 * Finds what a frame names. Answers come from a cache without allocation; what is not known is a {@link
 * dev.brine.serdes.DecodeException} with the rule {@code unknown-schema}.
 *
 * <p>{@code length} is what the frame takes of the payload, in bytes: 0 if it stood in a header. Faults in the value
 * behind it are placed by it.
 *
 * @param <R> what is found, which means nothing to a frame
 */
public interface SchemaLookup<R> {

    /** By the number that a registry gave. */
    R byId(int id, int length);

    /** By the two halves of a guid. */
    R byGuid(long high, long low, int length);

    /** By the CRC-64-AVRO of the canonical form. Several schemas may share it; the lookup says which one is meant. */
    R byFingerprint(long fingerprint, int length);

    /** The schema that the binding names, for values that carry no name. */
    R bound();
}
