package dev.brine.serdes.pickle;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/** The time zone of a datetime. */
record Zone(ZoneRules rules) implements Inert {

    /**
     * The offset at a local time as Python reckons: where the clock is set back, {@code fold} says which of the two
     * times is meant; where it is set forward, {@code fold} 0 counts as before.
     */
    ZoneOffset offset(LocalDateTime local, boolean fold) {
        ZoneOffsetTransition transition = rules.getTransition(local);
        if (transition == null) {
            return rules.getOffset(local);
        }
        return fold ? transition.getOffsetAfter() : transition.getOffsetBefore();
    }

    @Override
    public String display() {
        return "a time zone";
    }
}
