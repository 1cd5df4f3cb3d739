package dev.brine.gateway.exchange;

import org.jspecify.annotations.Nullable;

/** Values of one kind in one encoding, such as current weather as pickles. */
public interface ValueForm {

    /** Name of the codec, such as {@code pickle}. */
    String codec();

    /** Such as {@code application/x-python-serialize}. */
    String contentType();

    /** @throws dev.brine.serdes.DecodeException if the bytes are not exactly one value */
    @Nullable
    Object decode(byte[] bytes);

    /** About how many bytes of memory it takes at most to have these decoded and written again; reads no value. */
    long cost(byte[] bytes);

    /** @throws dev.brine.serdes.EncodeException if the value cannot be written so */
    byte[] encode(@Nullable Object value);
}
