package dev.brine.gateway.source;

import dev.brine.gateway.config.Section;

/** A kind of source, by the name that stands behind {@code type:}. */
@FunctionalInterface
public interface SourceType {

    /**
     * Reads one source's settings. Nothing is opened yet. {@code type} and {@code name} have been asked for already, and
     * {@link Section#done} is called afterwards by the daemon.
     *
     * <p>Mistakes are noted on the section; what is returned then is thrown away. An {@code IllegalArgumentException} is
     * noted as a mistake of the source.
     */
    Source read(Section section);
}
