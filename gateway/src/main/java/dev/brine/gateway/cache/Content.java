package dev.brine.gateway.cache;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * An answer as clients will see it, but for the codec.
 *
 * @param headers that are passed on, names in lower case
 * @param own the body as it came, decoded and written again in its own codec; empty if there is none
 * @param transcoder makes the same in another codec
 */
public record Content(int status, Map<String, String> headers, Optional<Representation> own, Transcoder transcoder) {

    /** Turns a body into another codec. */
    @FunctionalInterface
    public interface Transcoder {

        /** For bodies of which there is only one form. */
        Transcoder NONE = (own, codec) -> own;

        /** The same value in the other codec. */
        Representation to(Representation own, String codec);
    }

    public Content {
        headers = Map.copyOf(headers);
        requireNonNull(own, "own");
        requireNonNull(transcoder, "transcoder");
    }

    public static Content empty(int status, Map<String, String> headers) {
        return new Content(status, headers, Optional.empty(), Transcoder.NONE);
    }

    long weight() {
        long sum = own.map(one -> (long) one.bytes().length).orElse(0L);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            sum += header.getKey().length() + header.getValue().length();
        }
        return sum;
    }

    Content withHeaders(Map<String, String> other) {
        return new Content(status, other, own, transcoder);
    }
}
