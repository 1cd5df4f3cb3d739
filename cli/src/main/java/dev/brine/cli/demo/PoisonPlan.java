package dev.brine.cli.demo;

import org.jspecify.annotations.Nullable;

/**
 * Which records are poison: one in a thousand, evenly, the kinds in turn; in a short run at least one of each kind, as
 * long as that is no more than one in twenty.
 */
final class PoisonPlan {

    private static final Poison[] KINDS = Poison.values();

    private final long spacing;
    private final long count;

    /** @param records of the whole run, 0 for one without end */
    PoisonPlan(long records) {
        this.count = records == 0 ? Long.MAX_VALUE : Math.max(records / 1_000, Math.min(KINDS.length, records / 20));
        this.spacing = records == 0 ? 1_000 : count == 0 ? 0 : records / count;
    }

    /** The kind of a record's poison, or null for a sound one. */
    @Nullable
    Poison of(long record) {
        if (spacing == 0 || record % spacing != spacing / 2 || record / spacing >= count) {
            return null;
        }
        return KINDS[(int) (record / spacing % KINDS.length)];
    }
}
