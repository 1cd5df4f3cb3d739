package dev.brine.serdes.avro;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a codec runs: steps at first, and from some point on the class that was made of them. For all threads. */
final class Plan<S> {

    /** Making a class costs as much as it saves in some thousands of values; plans for a few values never make one. */
    static final int FIRST_VALUES = 200;

    private static final Logger LOG = LoggerFactory.getLogger(Plan.class);

    final S composed;
    private final UnaryOperator<S> generator;
    private final AtomicInteger left = new AtomicInteger(FIRST_VALUES);
    private volatile @Nullable S settled;

    /** @param generator makes the class; may throw anything, the steps stay then */
    Plan(S composed, PlanForm form, UnaryOperator<S> generator) {
        this.composed = composed;
        this.generator = generator;
        switch (form) {
            case COMPOSED -> settled = composed;
            case GENERATED -> settled = generated();
            case WARMING -> {}
        }
    }

    /** What the next value goes through. */
    S next() {
        S now = settled;
        return now != null ? now : warming();
    }

    private S warming() {
        if (left.decrementAndGet() != 0) {
            return composed;
        }
        S made = generated();
        settled = made;
        return made;
    }

    private S generated() {
        try {
            return generator.apply(composed);
        } catch (RuntimeException | LinkageError e) {
            // A native image cannot define classes, and what ASM refuses is too large for a class.
            LOG.atDebug().addKeyValue("error", e.toString()).log("no class could be made of a plan; its steps stay");
            return composed;
        }
    }
}
