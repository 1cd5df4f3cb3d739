package dev.brine.gateway.files;

import dev.brine.serdes.DecodeException;
import dev.brine.serdes.Decoder;
import org.apache.avro.Schema;

/** How what stands in a file becomes values of a topic. */
public interface Values {

    /** Decodes one value, in the file's own codec. */
    Object decode(byte[] bytes) throws DecodeException;

    /**
     * A decoder of lists of Avro values that were written with any schema.
     *
     * @throws IllegalArgumentException naming the place, if the topic's schema cannot read that one
     */
    Decoder<Object> lists(Schema writer);

    /** Decodes one value; that it cannot be is the entry's cause. */
    default Entry entry(byte[] bytes, String position) {
        try {
            return new Entry(bytes, decode(bytes), position, null);
        } catch (DecodeException e) {
            return new Entry(bytes, null, position, e);
        }
    }
}
