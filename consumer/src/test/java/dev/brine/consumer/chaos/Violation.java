package dev.brine.consumer.chaos;

/** A rule that a run has broken, and where. */
record Violation(Rule rule, String what) {

    enum Rule {
        /** An acknowledged record without an outcome. */
        LOST,
        /** An outcome of what was never acknowledged, or aborted. */
        PHANTOM,
        /** A record was begun before the one before it in its key had an outcome. */
        ORDER,
        /** A worker began below what was committed when it got the partition. */
        REPLAY,
        /** A commit above a record without an outcome at that time. */
        FRONTIER,
        /** A commit's map calls a record finished that was not. */
        MAP,
        /** A partition's commits went back. */
        MONOTONE,
        /** A record was done again although its worker had time to commit it. */
        REPEATED,
        /** A record waited too long. */
        STALLED,
        /** A rebalance callback took too long, or never returned. */
        CALLBACK,
        /** The last commit is not at the end of its partition. */
        UNCOMMITTED,
        /** A record counts as dead without a dead letter. */
        LETTER,
        /** A parked record was left in the retry topic. */
        UNDRAINED,
        /** A record led to no output, or less than it should. */
        MISSING,
        /** A record led to an output twice. */
        TWICE,
        /** The group began more in a while than its rate allows. */
        RATE,
        /** A record used up its attempts in an outage. */
        BURNED,
        /** A worker ended by itself. */
        FAILED
    }

    @Override
    public String toString() {
        return rule + ": " + what;
    }
}
