package dev.brine.gateway.daemon;

import dev.brine.gateway.source.Condition;
import dev.brine.gateway.source.Source;

/** A source, as a part of the process. */
record SourcePart(Source source) implements Part {

    @Override
    public String name() {
        return "source " + source.name();
    }

    @Override
    public Condition condition() {
        return source.condition();
    }
}
