package dev.brine.serdes;

import dev.brine.serdes.internal.Services;
import java.util.List;
import java.util.stream.Collectors;

/** The codecs on the class path, by name. */
public final class Codecs {

    private Codecs() {}

    /** All codecs that {@link java.util.ServiceLoader} finds, Brine's own among them; each call makes new ones. */
    public static List<Codec> all() {
        return Services.all(Codec.class);
    }

    /** @throws IllegalArgumentException naming those there are, if there is none of this name */
    public static Codec named(String name) {
        List<Codec> codecs = all();
        for (Codec codec : codecs) {
            if (codec.name().equals(name)) {
                return codec;
            }
        }
        throw new IllegalArgumentException("unknown codec '" + name + "'; there are "
                + codecs.stream().map(Codec::name).sorted().collect(Collectors.joining(", ")));
    }
}
