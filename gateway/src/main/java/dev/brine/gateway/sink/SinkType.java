package dev.brine.gateway.sink;

import dev.brine.gateway.config.Section;

/** A kind of sink, by the name that stands behind {@code type:}. */
@FunctionalInterface
interface SinkType {

    /** Reads settings; opens nothing. {@code type} has been asked for. */
    Sink read(Section section);
}
