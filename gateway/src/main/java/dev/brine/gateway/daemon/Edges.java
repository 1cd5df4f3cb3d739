package dev.brine.gateway.daemon;

import dev.brine.gateway.source.SourceType;
import java.util.Map;

/** The kinds of sources that there are, by the name that stands behind {@code type:}. A further one is one more line. */
public final class Edges {

    private static final Map<String, SourceType> SOURCES = Map.of();

    private Edges() {}

    public static Map<String, SourceType> sources() {
        return SOURCES;
    }
}
