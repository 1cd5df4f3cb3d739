package dev.brine.consumer.internal.lanes;

/** How an attempt at a record ended. */
public enum Verdict {
    /** The handler is done with it. */
    DONE,
    /** The handler does not want it; it is finished. */
    SKIPPED,
    /** It is to be tried again; its lane waits. */
    RETRY,
    /** It is given up; finished when its dead letter is acknowledged. */
    DEAD,
    /** The worker is to end; the record is not finished. */
    STOP,
    /** It goes to the retry topic; finished there, and in its source as soon as that has it. */
    PARK,
    /** An asynchronous handler has it. */
    PENDING,
    /** It may not be attempted yet; its lane waits until that changes. */
    WAIT
}
