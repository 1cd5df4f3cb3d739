package dev.brine.consumer;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;

/** How one record of a batch ended, as a {@link BatchHandler} answers it. */
public sealed interface RecordOutcome {

    /** The handler is done with it. */
    record Done() implements RecordOutcome {

        private static final Done INSTANCE = new Done();
    }

    /** The handler wants nothing done with it; it is finished, as with {@link SkipException}. */
    record Skipped(String reason) implements RecordOutcome {
        public Skipped {
            requireNonNull(reason, "reason");
        }
    }

    /** It failed and is tried again, until the attempts of {@link Retry} are used up. Its class is not asked about. */
    record TryAgain(Throwable cause) implements RecordOutcome {
        public TryAgain {
            requireNonNull(cause, "cause");
        }
    }

    /** It failed and becomes a dead letter, as with {@link GiveUpException}. */
    record GivenUp(Throwable cause) implements RecordOutcome {
        public GivenUp {
            requireNonNull(cause, "cause");
        }
    }

    static RecordOutcome done() {
        return Done.INSTANCE;
    }

    static RecordOutcome skip(String reason) {
        return new Skipped(reason);
    }

    static RecordOutcome retry(Throwable cause) {
        return new TryAgain(cause);
    }

    static RecordOutcome giveUp(Throwable cause) {
        return new GivenUp(cause);
    }

    /** Every record of a batch is done. */
    static List<RecordOutcome> allDone(List<?> batch) {
        return Collections.nCopies(batch.size(), done());
    }
}
