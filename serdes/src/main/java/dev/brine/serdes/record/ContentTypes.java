package dev.brine.serdes.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.brine.serdes.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The codecs that a value's {@code content-type} header can name; the binding's own is number 0. Immutable. */
final class ContentTypes {

    static final String HEADER = "content-type";

    private final List<Codec> codecs = new ArrayList<>();
    private final byte[][] types;

    ContentTypes(Codec own, List<Codec> others) {
        codecs.add(own);
        for (Codec codec : others) {
            if (!codec.name().equals(own.name())) {
                codecs.add(codec);
            }
        }
        types = new byte[codecs.size()][];
        for (int i = 0; i < types.length; i++) {
            types[i] = codecs.get(i).contentType().getBytes(US_ASCII);
        }
    }

    int size() {
        return types.length;
    }

    Codec codec(int index) {
        return codecs.get(index);
    }

    byte[] type(int index) {
        return types[index];
    }

    /** The number of the codec that the header names, or 0 if there is none or it names something else. */
    int of(Headers headers) {
        Header header = headers.lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return 0;
        }
        byte[] value = header.value();
        for (int i = 0; i < types.length; i++) {
            if (Arrays.equals(value, types[i])) {
                return i;
            }
        }
        return parse(value);
    }

    /** As {@code Application/JSON; charset=utf-8} says it. */
    private int parse(byte[] value) {
        String text = new String(value, US_ASCII);
        int end = text.indexOf(';');
        byte[] plain = (end < 0 ? text : text.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .getBytes(US_ASCII);
        for (int i = 0; i < types.length; i++) {
            if (Arrays.equals(plain, types[i])) {
                return i;
            }
        }
        // A type of somebody else's, such as CloudEvents': it says nothing about the value that the binding does not.
        return 0;
    }
}
