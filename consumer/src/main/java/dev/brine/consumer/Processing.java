package dev.brine.consumer;

/** What a crash or a rebalance may do to what handlers send by their {@link Context}. */
public enum Processing {
    /** A record may be handled again, and what its handler sends be there twice; nothing is missing. */
    AT_LEAST_ONCE,
    /**
     * What handlers send, dead letters and the offsets of the group are written in transactions: whoever reads with {@code
     * isolation.level=read_committed} finds what each record led to exactly once. A handler may still be called again for
     * a record; what it does elsewhere than in its context is at least once. An {@link
     * OutcomeListener} is told when an attempt has ended, which is before its transaction is committed.
     */
    EXACTLY_ONCE
}
