package dev.brine.serdes.internal;

import dev.brine.serdes.EncodeException;
import dev.brine.serdes.Encoder;

/** An encoder to Avro's binary encoding whose result can be used where it stands, without a copy. */
public interface BinaryEncoder<T> extends Encoder<T> {

    /**
     * Encodes a value.
     *
     * @return this thread's output with exactly the value; the caller releases it
     * @throws EncodeException if the value does not fit the schema, naming the path to the part that does not
     */
    BinaryOutput write(T value);
}
