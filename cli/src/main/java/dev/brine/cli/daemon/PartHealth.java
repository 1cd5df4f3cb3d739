package dev.brine.cli.daemon;

import dev.brine.cli.management.HealthSource;
import dev.brine.gateway.daemon.Part;
import dev.brine.gateway.source.Condition;

/** A part of a daemon, seen from the management port. */
record PartHealth(Part part) implements HealthSource {

    @Override
    public String name() {
        return part.name();
    }

    @Override
    public boolean live() {
        return part.condition().live();
    }

    @Override
    public boolean ready() {
        return part.condition().ready();
    }

    @Override
    public Progress progress() {
        Condition now = part.condition();
        return new Progress(now.status(), now.reason(), now.figures());
    }
}
