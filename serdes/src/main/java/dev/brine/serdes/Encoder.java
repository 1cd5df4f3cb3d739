package dev.brine.serdes;

/** Turns objects of one type into bytes of one schema. Safe for use by many threads. */
public interface Encoder<T> {

    /**
     * Encodes a value behind a prefix.
     *
     * @param prefix bytes that stand before the value in the result, not modified; may be empty
     * @return a new array of exactly the prefix and the value
     * @throws EncodeException if the value does not fit the schema, naming the path to the part that does not
     */
    byte[] encode(byte[] prefix, T value);
}
